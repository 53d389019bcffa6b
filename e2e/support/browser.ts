/**
 * A real Chromium for the studio's tests. Every page is watched: an error in its console, a fault
 * in its code, or a request to anywhere but the server under test fails the test that opened it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** `OUTPOST_CHROMIUM` names another one than Debian's. */
const executablePath = process.env['OUTPOST_CHROMIUM'] ?? '/usr/bin/chromium';

/** Debian's Chromium, installed when it is missing and may be (CI on a new machine). */
function findChromium(): string {
  if (existsSync(executablePath)) return executablePath;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', timeout: 180_000 });
    spawnSync('apt-get', ['install', '-qy', 'chromium', 'fonts-noto-cjk'], {
      stdio: 'ignore',
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  assert.ok(
    existsSync(executablePath),
    'Chromium is needed: apt-get install chromium, or name one in OUTPOST_CHROMIUM.',
  );
  return executablePath;
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Throws when the page did what no page may do; lets go of what it has seen so far. */
  assertQuiet(): void;
  /** Faults that axe finds in the page as it is now, in a line each; WCAG 2 A and AA. */
  accessibilityFaults(): Promise<readonly string[]>;
}

export interface PageOptions {
  readonly language?: 'en' | 'zh-CN';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Console errors that belong to the test, e.g. of a refused request. */
  readonly mayComplain?: RegExp;
}

/** Opens a page of its own session. `origin` is the only place it may ask for anything. */
export async function openPage(
  browser: Browser,
  origin: string,
  { language = 'en', theme = 'light', width = 1440, height = 900, mayComplain }: PageOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: language,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    baseURL: origin,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  let complaints: string[] = [];
  const complain = (words: string): void => {
    if (!mayComplain?.test(words)) complaints.push(words);
  };
  page.on('pageerror', (error) => complain(`fault: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error')
      complain(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== new URL(origin).origin)
      complain(`asked elsewhere: ${url}`);
  });
  const assertQuiet = (): void => {
    const heard = complaints;
    complaints = [];
    assert.deepEqual(heard, []);
  };
  return {
    page,
    context,
    assertQuiet,
    accessibilityFaults: () => findAccessibilityFaults(page),
    async [Symbol.asyncDispose]() {
      await context.close();
    },
  };
}

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

async function findAccessibilityFaults(page: Page): Promise<readonly string[]> {
  // Evaluated, not added as an element: the page's own policy would rightly refuse that.

  await page.evaluate(readFileSync(axeFile, 'utf8'));
  const { violations } = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })",
  )) as AxeResult;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
