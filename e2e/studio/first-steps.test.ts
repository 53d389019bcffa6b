/** The first minute in a browser: the set-up link, the account, signing out and in again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test('the set-up link leads to the apps, and the account signs out and in again', async () => {
  await using server = await startTestServer();
  const mayComplain = /status of 401/;
  await using visit = await openPage(browser, server.url, { mayComplain });
  const { page } = visit;

  await page.goto(server.setUpUrl ?? '');
  assert.deepEqual(await visit.accessibilityFaults(), []);
  await page.getByLabel('Your name').fill('ada');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/apps');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('Name or e-mail').fill('ada');
  await page.getByLabel('Password').fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/apps');

  visit.assertQuiet();
});
