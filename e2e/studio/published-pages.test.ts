/** Published pages as visitors see them: chat, forms, batches, frames on other sites, hostile answers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { chatflow, classicApp } from '../support/apps.ts';
import { openBrowser, openPage } from '../support/browser.ts';
import { startModelServer, type ModelServer } from '../support/model-server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const everything = `<think>Hm.</think>

| Day | Tide |
| --- | ---: |
| Mon | **3.4** |

Formula $a^2$ and code \`x\`.

\`\`\`python
def f(): return 1
\`\`\`

\`\`\`mermaid
graph LR
  A[Ship] --> B[到港]
\`\`\`

\`\`\`echarts
{ title: { text: 'Heights' }, xAxis: { data: ['a'] }, yAxis: {}, series: [{ type: 'bar', data: [1] }] }
\`\`\`

<form data-format="json">
<label for="ship">Ship</label>
<input type="text" name="ship" />
<button>Register</button>
</form>
`;

describe('published pages', () => {
  let browser: Browser;
  let server: TestServer;
  let model: ModelServer;
  let answer: ModelServer['answer'];
  before(async () => {
    [browser, server, model] = await Promise.all([
      openBrowser(),
      startTestServer(),
      startModelServer(),
    ]);
    ({ answer } = model);
    await server.addModelServer(model.url);
  });
  after(async () => {
    await Promise.all([browser.close(), server[Symbol.asyncDispose](), model.close()]);
  });

  async function publish(content: string, settings: object = {}): Promise<string> {
    const { appId } = await server.importApp(content);
    await server.console('PATCH', `/apps/${appId}/site`, settings);
    const { code } = await server.console<{ readonly code: string }>('GET', `/apps/${appId}/site`);
    return code;
  }

  test('a visitor asks, reads every kind of block, fills in a form, and finds it all again', async () => {
    const code = await publish(chatflow({ opening_statement: 'Welcome to the **port**.' }), {
      title: 'Harbour pilot',
      appearance: 'dark',
    });
    model.answer = ({ question }) =>
      question.startsWith('{')
        ? [`Registered: ${question}`]
        : (everything.match(/[\s\S]{1,9}/g) ?? []);
    await using visit = await openPage(browser, server.url, { theme: 'light' });
    const { page } = visit;

    await page.goto(`${server.url}/chat/${code}`);
    await page.getByText('Welcome to the port.').waitFor();
    assert.deepEqual(await visit.accessibilityFaults(), []);
    await page.getByLabel('Your message').fill('Show me');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: '3.4' }).waitFor();
    await page.locator('.katex').first().waitFor();
    await page.getByRole('img', { name: 'Diagram' }).waitFor();
    await page.getByRole('img', { name: 'Heights' }).locator('canvas').waitFor();
    await page.locator('pre span').first().waitFor();
    assert.deepEqual(await visit.accessibilityFaults(), []);
    await page.getByLabel('Ship').fill('Endeavour');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('Registered: {"ship":"Endeavour"}').last().waitFor();
    await page.reload();
    await page.getByText('Registered: {"ship":"Endeavour"}').last().waitFor();

    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    visit.assertQuiet();
    model.answer = answer;
  });

  test('a page with a password lets in who knows it', async () => {
    const { appId } = await server.importApp(classicApp('completion'));
    await server.console('PUT', `/apps/${appId}/site/password`, { password: 'sesame' });
    await server.console('PATCH', `/apps/${appId}/site`, { access: 'password' });
    const { code } = await server.console<{ readonly code: string }>('GET', `/apps/${appId}/site`);
    await using visit = await openPage(browser, server.url, { mayComplain: /status of 401/ });
    const { page } = visit;

    await page.goto(`${server.url}/completion/${code}`);
    assert.deepEqual(await visit.accessibilityFaults(), []);
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('The password is wrong.').waitFor();
    await page.getByLabel('Password').fill('sesame');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByLabel('Query').waitFor();

    visit.assertQuiet();
  });
});
