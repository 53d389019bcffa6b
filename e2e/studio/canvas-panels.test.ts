/** The canvas beside its panels: every form of every app people exported elsewhere, and a run that fails. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { corpusFiles } from '../../packages/dsl/test/app-files.ts';
import { createNodeKinds } from '../../packages/nodes/src/index.ts';
import { appFile } from '../support/app-file.ts';
import { openBrowser, openPage, type WatchedPage } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

async function signIn(server: TestServer, visit: WatchedPage): Promise<void> {
  const token = (server.setUpUrl ?? '').split('#')[1];
  await visit.context.request.post(`${server.url}/console/api/setup`, {
    data: { token, name: 'ada', password: 'correct horse' },
  });
}

async function importFile(server: TestServer, content: string): Promise<string> {
  const { app } = await server.console<{ readonly app: { readonly id: string } }>(
    'POST',
    '/apps/import',
    { content },
  );
  return app.id;
}

/** One node of each kind as it is when it is added, and one of a kind that nobody knows. */
function everyKind(): string {
  const kinds = [...createNodeKinds().values()].filter(({ traits }) => traits.note !== true);
  return appFile({
    name: 'Every kind',
    mode: 'advanced-chat',
    nodes: [
      ...kinds.map(({ type, manifest }) => ({
        id: type.replaceAll('-', '_'),
        type,
        ...manifest.defaults,
      })),
      { id: 'strange', type: 'quantum-leap', leap: { far: true } },
    ],
    edges: [],
  });
}

test('every node of every corpus file, and of every kind there is, opens its form', async () => {
  await using server = await startTestServer();
  await using visit = await openPage(browser, server.url, { mayComplain: /status of 404/ });
  const { page } = visit;
  await signIn(server, visit);
  let opened = 0;

  for (const text of [everyKind(), ...corpusFiles().map((file) => file.text)]) {
    const appId = await importFile(server, text);
    const { document } = await server.console<{
      readonly document: {
        readonly graph: {
          readonly nodes: readonly { readonly id: string; readonly kind: string }[];
        };
      };
    }>('GET', `/apps/${appId}/draft`);
    if (document.graph.nodes.length === 0) continue;
    await page.goto(`${server.url}/apps/${appId}/canvas`);
    for (const { id, kind } of document.graph.nodes) {
      // Notes are written on the canvas, and the beginnings of rounds have nothing to set.
      if (kind === '' || kind === 'iteration-start' || kind === 'loop-start') continue;
      await page.locator(`.react-flow__node[data-id="${id}"]`).dispatchEvent('click');
      const form = page.locator(`[data-form-of="${id}"]`);
      await form.getByRole('tabpanel').locator('section, div[data-path], p').first().waitFor();
      opened += 1;
    }
    visit.assertQuiet();
  }

  assert.ok(opened > 300, `${opened} forms`);
});

const dividing = appFile({
  name: 'Dividing',
  mode: 'workflow',
  nodes: [
    {
      id: 'start',
      type: 'start',
      title: 'Start',
      variables: [{ variable: 'by', label: 'Divide by', type: 'number', required: true }],
    },
    {
      id: 'divide',
      type: 'code',
      title: 'Divide',
      code_language: 'javascript',
      code: 'function main({ by }) { if (by === 0) throw new Error("cannot divide by zero"); return { result: 10 / by }; }',
      variables: [{ variable: 'by', value_selector: ['start', 'by'] }],
      outputs: { result: { type: 'number', children: null } },
    },
    {
      id: 'end',
      type: 'end',
      title: 'End',
      outputs: [{ variable: 'result', value_selector: ['divide', 'result'] }],
    },
  ],
  edges: [
    ['start', 'divide'],
    ['divide', 'end'],
  ],
});

test('a run that fails shows where and why; mended in its form, it gives its result', async () => {
  await using server = await startTestServer();
  await using visit = await openPage(browser, server.url, { mayComplain: /status of 404/ });
  const { page } = visit;
  await signIn(server, visit);
  const appId = await importFile(server, dividing);
  await page.goto(`${server.url}/apps/${appId}/canvas`);
  await page.locator('.react-flow__node[data-id="divide"]').waitFor();

  await page.keyboard.press('Alt+r');
  const panel = page.getByRole('region', { name: 'Run' });
  await panel.getByRole('button', { name: 'Run' }).click();
  await panel.getByText('Fill this in first.').waitFor();
  await panel.getByLabel('Divide by').fill('0');
  await panel.getByRole('button', { name: 'Run' }).click();
  await panel.getByText('Failed', { exact: true }).waitFor({ timeout: 60_000 });
  await panel
    .getByText(/cannot divide by zero/)
    .first()
    .waitFor();
  await panel.getByRole('tab', { name: /Steps/ }).click();
  await panel.getByRole('button', { name: 'Open' }).click();
  const form = page.locator('[data-form-of="divide"]');
  await form.locator('[data-path="code"] .cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('function main({ by }) { return { result: by + 1 }; }');
  await panel.getByRole('tab', { name: 'Inputs' }).click();
  await panel.getByRole('button', { name: 'Run' }).click();
  await panel.getByText('Succeeded', { exact: true }).waitFor({ timeout: 60_000 });
  await panel.getByRole('tab', { name: 'Result' }).click();

  assert.equal(await panel.getByLabel('result', { exact: true }).textContent(), '1');
  visit.assertQuiet();
});

const chatting = appFile({
  name: 'Chatting',
  mode: 'advanced-chat',
  nodes: [
    { id: 'start', type: 'start', title: 'Start', variables: [] },
    {
      id: 'answer',
      type: 'answer',
      title: 'Answer',
      answer: '{{#sys.query#}}, for turn {{#sys.dialogue_count#}}',
    },
  ],
  edges: [['start', 'answer']],
});

test('a draft that chats answers in its conversation, and a new one begins anew', async () => {
  await using server = await startTestServer();
  await using visit = await openPage(browser, server.url, { mayComplain: /status of 404/ });
  const { page } = visit;
  await signIn(server, visit);
  const appId = await importFile(server, chatting);
  await page.goto(`${server.url}/apps/${appId}/canvas`);
  await page.locator('.react-flow__node[data-id="answer"]').waitFor();
  await page.keyboard.press('Alt+r');
  const panel = page.getByRole('region', { name: 'Run' });
  const ask = async (question: string): Promise<void> => {
    await panel.getByRole('textbox', { name: 'Your question' }).fill(question);
    await page.keyboard.press('Enter');
  };

  await ask('First');
  await panel.getByText('First, for turn 0').waitFor();
  await panel.getByText('Succeeded', { exact: true }).waitFor();
  await ask('Second');
  await panel.getByText('Second, for turn 1').waitFor();
  await panel.getByText('First, for turn 0').waitFor();
  await panel.getByText('Succeeded', { exact: true }).waitFor();
  await panel.getByRole('button', { name: 'New conversation' }).click();
  await ask('Third');
  await panel.getByText('Third, for turn 0').waitFor();

  visit.assertQuiet();
});
