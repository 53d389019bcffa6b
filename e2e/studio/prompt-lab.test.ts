/** A chatbot written, tried and tested in a browser: prompt, variables, debug chat, test set, gate. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage, type WatchedPage } from '../support/browser.ts';
import { startModelServer } from '../support/model-server.ts';
import { startTestServer } from '../support/server.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

const pictures = process.env['OUTPOST_PICTURES'];

/** The account menu belongs to the shell and has its own test. */
async function faultsOf(visit: WatchedPage): Promise<readonly string[]> {
  return (await visit.accessibilityFaults()).filter((fault) => !fault.includes('account-menu'));
}

async function look(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

test('a chatbot is written, tried side by side, tested, and held back by its gate', async () => {
  const model = await startModelServer();
  await using models = { [Symbol.asyncDispose]: () => model.close() };
  assert.ok(models);
  await using server = await startTestServer();
  await using visit = await openPage(browser, server.url, { mayComplain: /status of (404|409)/ });
  const { page } = visit;
  const token = (server.setUpUrl ?? '').split('#')[1];
  await visit.context.request.post(`${server.url}/console/api/setup`, {
    data: { token, name: 'ada', password: 'correct horse' },
  });
  await server.addModelServer(model.url, [
    { name: 'echo', kind: 'chat' },
    { name: 'other', kind: 'chat' },
  ]);
  const app = await server.console<{ id: string }>('POST', '/apps', { name: 'Bike', mode: 'chat' });

  await page.goto(`${server.url}/apps/${app.id}/prompt`);
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /echo/ }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).click();
  await page.keyboard.type('You mend bikes in the town. ');
  await page.getByRole('button', { name: 'Insert a variable' }).first().waitFor();
  await page
    .getByRole('region', { name: 'Variables' })
    .getByRole('button', { name: 'Add' })
    .click();
  await page.getByRole('textbox', { name: 'Name' }).fill('town');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('textbox', { name: 'town' }).fill('Oslo');
  await page.getByRole('textbox', { name: 'Your question' }).fill('Hello');
  await page.getByRole('button', { name: 'Compare a model' }).click();
  await page.getByRole('combobox', { name: 'Model' }).last().click();
  await page.getByRole('option', { name: /other/ }).click();
  await page.getByRole('textbox', { name: 'Your question' }).fill('Hello');
  await page.keyboard.press('Enter');
  await page.getByText('You said: Hello').nth(1).waitFor();
  await page.getByRole('button', { name: 'Make a test row of it' }).nth(1).waitFor();
  assert.deepEqual([...new Set(model.questions.map((asked) => asked.model))].toSorted(), [
    'echo',
    'other',
  ]);
  await look(page, 'prompt-lab-en');
  assert.deepEqual(await faultsOf(visit), []);

  await page.getByRole('button', { name: 'Make a test row of it' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByText('Added to the test set').waitFor();
  await page.getByRole('link', { name: 'Tests' }).click();
  await page.getByRole('cell', { name: 'Hello', exact: true }).waitFor();
  await look(page, 'tests-rows-en');
  await page.getByRole('combobox', { name: 'Required before publishing' }).click();
  await page.getByRole('option', { name: 'Test set' }).click();
  await page.getByText('Not run on this draft yet.').waitFor();
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText(/has not been run on this draft/).waitFor();
  await page.getByRole('link', { name: 'To the tests' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('100% (1/1)').waitFor();
  await page.getByText('Passed', { exact: true }).last().waitFor();
  await look(page, 'tests-batch-en');
  assert.deepEqual(await faultsOf(visit), []);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1 is published').waitFor();

  visit.assertQuiet();
});
