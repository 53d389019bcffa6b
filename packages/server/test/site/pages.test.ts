import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { App } from '@outpost/store';
import type { Door } from '../../src/http/front-door.ts';
import { createSitePagesDoors } from '../../src/site/site-pages-door.ts';
import { createSites } from '../../src/site/sites.ts';
import { openStudioFiles } from '../../src/studio/studio-files.ts';

const app = {
  id: 'a',
  name: 'A “chat” </script><script>alert(1)</script> $& app',
  mode: 'chat',
  description: '"><img src=x onerror=alert(1)>',
  iconType: 'emoji',
  icon: '🤖',
  iconBackground: '#fff',
  status: 'normal',
  siteEnabled: true,
  siteCode: 'CodeOfApp',
  siteSettings: {},
  currentVersionId: 'v',
} as unknown as App;

describe('the pages of published apps', () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'outpost-pages-'));
    await writeFile(
      join(directory, 'site.html'),
      '<!doctype html><html lang="en"><head><title>Outpost</title></head><body></body></html>',
    );
    await writeFile(join(directory, 'drawing.html'), '<!doctype html><html></html>');
    await writeFile(join(directory, 'embed.js'), '// embed');
  });
  after(() => rm(directory, { recursive: true, force: true }));

  function doors(patch: Partial<App> = {}): Readonly<Record<string, Door>> {
    const found = { ...app, ...patch };
    const store = {
      apps: { bySiteCode: async (code: string) => (code === found.siteCode ? found : null) },
      signals: { subscribe: () => () => {} },
    };
    const sites = createSites({ store, clock: { now: () => 0 }, box: {} } as never);
    return createSitePagesDoors({ store, sites, files: {} } as never, openStudioFiles(directory));
  }
  const ask = (door: Door | undefined, path: string, language = 'en'): Promise<Response> =>
    Promise.resolve(
      door?.(
        new Request(`http://outpost.test/chat${path}?a=1`, {
          headers: { 'accept-language': language },
        }),
        path.split('?')[0] ?? '',
        { address: '127.0.0.1', scheme: 'http' },
      ) ?? assert.fail('no door'),
    );

  it('a page holds its facts as data, whatever a maker wrote into them', async () => {
    const answer = await ask(doors()['/chat'], '/CodeOfApp');
    const html = await answer.text();
    const [, facts = ''] = /id="site-facts">(.*?)<\/script>/.exec(html) ?? [];

    assert.equal(JSON.parse(facts).site.title, app.name);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /<title>A “chat” &lt;\/script&gt;.*\$&amp; app<\/title>/);
    assert.match(html, /<base href="\.\.\/">/);
  });

  it('its policy lets nothing in from elsewhere and no script be written', async () => {
    const answer = await ask(doors()['/chat'], '/CodeOfApp');
    const policy = answer.headers.get('content-security-policy') ?? '';

    assert.match(policy, /^default-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|https?:|script-src/);
    assert.match(policy, /style-src 'self' 'nonce-[\w+/=]{24}'/);
    assert.match(policy, /form-action 'none'/);
  });

  it('only those may show it in a frame whom its maker chose', async () => {
    const ancestors = async (framing: unknown): Promise<string> => {
      const answer = await ask(doors({ siteSettings: { framing } })['/chatbot'], '/CodeOfApp');
      return (
        /frame-ancestors ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ??
        ''
      );
    };

    assert.equal(await ancestors(undefined), '*');
    assert.equal(await ancestors({ by: 'nobody' }), "'none'");
    assert.equal(
      await ancestors({ by: 'origins', origins: ['https://*.example:8443'] }),
      "'self' https://*.example:8443",
    );
  });

  it('an address of another kind leads to the right one, relative and with its values', async () => {
    const answer = await ask(doors({ mode: 'workflow' })['/chat'], '/CodeOfApp');

    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get('location'), '../workflow/CodeOfApp?a=1');
    assert.equal((await ask(doors()['/chatbot'], '/CodeOfApp')).status, 200);
  });

  it('a page that is off or missing says so in the reader’s language', async () => {
    const missing = await ask(doors()['/chat'], '/Other', 'zh-CN');
    const off = await ask(doors({ siteEnabled: false })['/chat'], '/CodeOfApp');

    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /此地址没有页面/);
    assert.equal(off.status, 403);
    assert.match(await off.text(), /site_off/);
  });

  it('the script for other sites has both of its names, and the drawing page may not be more than it is', async () => {
    const all = doors();
    const drawing = await ask(all['/drawing'], '/');

    assert.equal(await (await ask(all['/embed.min.js'], '/')).text(), '// embed');
    assert.equal(await (await ask(all['/embed.js'], '/')).text(), '// embed');
    assert.match(
      drawing.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';/,
    );
  });
});
