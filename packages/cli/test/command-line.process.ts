/** The command line as people and scripts use it: real processes, exit codes, both languages. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeGguf } from '../../packs/test/support/make-gguf.ts';
import { startModelServer, type ModelServer } from '../../server/test/support/model-server.ts';
import { runCli, runCliInto, startCliServer, type Environment } from './support/run-cli.ts';

const corpus = 'packages/dsl/test/fixtures/corpus';
const example = 'examples/reading-time.yml';
const chinese = { LANG: 'zh_CN.UTF-8' };

let directory: string;
let models: ModelServer;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'outpost-cli-'));
  models = await startModelServer();
  await writeFile(join(directory, 'broken.yml'), 'app: [');
  await writeFile(join(directory, 'echo.yml'), echoApp);
  await writeFile(join(directory, 'fails.yml'), failingApp);
  await writeFile(join(directory, 'document.txt'), 'Written in the file.');
  const fields = {
    'general.architecture': 'llama',
    'llama.context_length': 2048,
    'tokenizer.chat_template': '{{ messages }}',
  };
  await writeFile(join(directory, 'tiny.gguf'), makeGguf({ fields }));
});

after(async () => {
  await models.close();
  await rm(directory, { recursive: true, force: true });
});

const inDirectory = (name: string): string => join(directory, name);

describe('without a data directory', () => {
  test('the help page is printed for no word and for help, and loads no server', async () => {
    const [none, help] = [await runCli([]), await runCli(['--help'], { NODE_DEBUG: 'module' })];

    assert.deepEqual([none.code, help.code], [0, 0]);
    assert.match(none.out, /Usage: outpost COMMAND/);
    assert.equal(help.out, none.out);
    const loaded = await runCli(['run', '--help'], { NODE_OPTIONS: traceLoads(directory) });
    assert.equal(loaded.code, 0);
    assert.match(loaded.out, /outpost run APP/);
    const files = await readFile(inDirectory('loaded.txt'), 'utf8');
    assert.match(files, /packages\/cli\/src\/main\.ts/, 'what was loaded was written down');
    assert.doesNotMatch(files, /packages\/(server|store|sandbox|models|packs)\//);
  });

  test('an unknown command prints the help page and ends with 2', async () => {
    const { code, out } = await runCli(['improt', 'x.yml'], chinese);

    assert.equal(code, 2);
    assert.match(out, /用法：outpost 命令/);
  });

  test('a wrong flag says how the command is used and ends with 2', async () => {
    const english = await runCli(['apps', '--jsno']);
    const zh = await runCli(['apps', '--jsno'], chinese);

    assert.deepEqual([english.code, zh.code], [2, 2]);
    assert.match(english.err, /--jsno[^]*Usage: outpost apps/);
    assert.match(zh.err, /用法：outpost apps/);
  });

  test('a reader who has seen enough ends the program quietly', async () => {
    const { code, err } = await runCliInto('true', ['--help']);

    assert.deepEqual([code, err], [0, '']);
  });
});

describe('check', () => {
  test('files that import end with 0, also when they need what is not here', async () => {
    const { code, out } = await runCli(['check', `${corpus}/MCP.yml`, example]);

    assert.equal(code, 0);
    assert.match(out, /✓ .*MCP\.yml/);
    assert.match(
      out,
      /✓ examples\/reading-time\.yml: “Reading time” \(workflow, 0\.6\.0\) can be imported/,
    );
  });

  test('a file that cannot be imported ends with 2 and is told in the reader’s language', async () => {
    const { code, out } = await runCli(['check', inDirectory('broken.yml'), example], chinese);

    assert.equal(code, 2);
    assert.match(out, /✗ .*broken\.yml 无法导入/);
    assert.match(out, /✓ examples\/reading-time\.yml.*可以导入/);
  });

  test('--json prints what a program reads', async () => {
    const { out } = await runCli(['check', example, '--json']);

    const [result] = JSON.parse(out) as [{ file: string; app: { name: string } }];
    assert.equal(result.file, example);
    assert.equal(result.app.name, 'Reading time');
  });

  test('a file that is not there is named', async () => {
    const { code, err } = await runCli(['check', 'nowhere.yml']);

    assert.equal(code, 2);
    assert.match(err, /nowhere\.yml cannot be read/);
  });
});

for (const running of [false, true])
  describe(running ? 'beside a running server' : 'with no server running', () => {
    let home: string;
    let environment: Environment;
    let server: AsyncDisposable | null = null;
    const cli = (...words: readonly string[]) => runCli(words, environment);

    before(async () => {
      home = await mkdtemp(join(tmpdir(), 'outpost-cli-home-'));
      environment = { OUTPOST_DIRECTORY: home };
      if (running) server = await startCliServer(home, { OUTPOST_PACKS_DIRECTORY: home });
      const imported = await cli('import', inDirectory('echo.yml'), inDirectory('fails.yml'));
      assert.equal(imported.code, 0, imported.err);
    });

    after(async () => {
      await server?.[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    });

    test('apps lists what was imported', async () => {
      const shown = await cli('apps');
      const listed = await cli('apps', '--keyword', 'echo', '--json');

      assert.match(shown.out, /^ID +NAME +KIND\n/);
      assert.match(shown.out, /Fails +workflow/);
      assert.deepEqual(
        (JSON.parse(listed.out) as { name: string }[]).map(({ name }) => name),
        ['Echo'],
      );
    });

    test('one bad file among several says so and ends with 2; the others are imported', async () => {
      const { code, out, err } = await cli('import', inDirectory('broken.yml'), example);

      assert.equal(code, 2);
      assert.match(err, /✗ .*broken\.yml: /);
      assert.match(out, /✓ examples\/reading-time\.yml imported as “Reading time”.*ready to run/);
    });

    test('the report of an import says what is missing, in the reader’s language', async () => {
      const file = `${corpus}/MCP.yml`;
      const english = await cli('import', file, '--name', 'M1', '--draft');
      const zh = await runCli(['import', file, '--name', 'M2', '--draft'], {
        ...environment,
        ...chinese,
      });

      assert.match(english.out, /imported as “M1”.*: lacks something\n {4}! /);
      assert.match(zh.out, /已导入为 “M2”.*缺少必要内容\n {4}! .*此处/);
    });

    test('--model stands in for every missing chat model', async () => {
      const file = `${corpus}/中译英.yml`;
      const without = await cli('import', file, '--draft', '--json');
      const mapped = await cli('import', file, '--draft', '--json', '--model', 'local/stand-in');

      const needs = (text: string) =>
        (JSON.parse(text) as { report: { needs: { type: string; what: string }[] } }[]).flatMap(
          ({ report }) =>
            report.needs.filter(({ type }) => type === 'model').map(({ what }) => what),
        );
      assert.ok(needs(without.out).length > 0);
      assert.deepEqual([...new Set(needs(mapped.out))], ['local / stand-in']);
    });

    test('an app goes out as a file and comes back as the same app', async () => {
      const file = join(home, 'out.yml');
      const first = await cli('export', 'Echo', '--output', file);
      const back = await cli('import', file, '--name', 'Echo again');
      const second = await cli('export', 'Echo again');

      assert.deepEqual([first.code, back.code, second.code], [0, 0, 0], back.err);
      assert.equal(second.out.replace('Echo again', 'Echo'), await readFile(file, 'utf8'));
    });

    test('run prints the outputs; inputs and files are given by name', async () => {
      const path = inDirectory('document.txt');
      const printed = await cli('run', 'Echo', '-i', 'text=a=b', '--file', `document=${path}`);

      assert.deepEqual(printed, { code: 0, out: 'a=b: Written in the file.\n', err: '' });
    });

    test('--json prints the end of the run, --json --stream every event', async () => {
      const words = [
        'run',
        'Echo',
        '-i',
        'text=x',
        '-f',
        `document=${inDirectory('document.txt')}`,
      ];
      const end = await cli(...words, '--json');
      const all = await cli(...words, '--json', '--stream');

      assert.equal((JSON.parse(end.out) as { status: string }).status, 'succeeded');
      const types = all.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type);
      assert.equal(types[0], 'run-start');
      assert.equal(types.at(-1), 'run-end');
    });

    test('a run that fails says why on standard error and ends with 1', async () => {
      const { code, out, err } = await cli('run', 'Fails');

      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /no good/);
    });

    test('a missing input and a missing file are refused before the run', async () => {
      const input = await cli('run', 'Echo');
      const file = await cli('run', 'Echo', '-i', 'text=x', '-f', 'document=nowhere.txt');
      const pair = await cli('run', 'Echo', '-i', 'text');

      assert.deepEqual([input.code, file.code, pair.code], [2, 2, 2]);
      assert.match(input.err, /text/);
      assert.match(file.err, /nowhere\.txt cannot be read/);
      assert.match(pair.err, /“text” is not NAME=VALUE/);
    });

    test('an app that is not there ends with 4, in Chinese too', async () => {
      const { code, err } = await runCli(['run', 'Nobody'], { ...environment, ...chinese });

      assert.equal(code, 4);
      assert.match(err, /Nobody/);
      assert.match(err, /[\u4e00-\u9fff]/);
    });

    test('a name that two apps share is refused with their ids', async () => {
      await cli('import', example, '--name', 'Twin');
      await cli('import', example, '--name', 'Twin');

      const { code, err } = await cli('run', 'Twin');

      assert.equal(code, 2);
      assert.equal(err.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)?.length, 2);
    });

    test('key prints a key and nothing else', async () => {
      const { code, out } = await cli('key', 'Echo');

      assert.equal(code, 0);
      assert.match(out, /^app-[A-Za-z0-9]{24,}\n$/);
    });

    test('models lists what can be used, --all the whole catalogue', async () => {
      const usable = await cli('models', '--json');
      const all = await cli('models', '--all', '--json');

      assert.deepEqual(
        (JSON.parse(usable.out) as { available: boolean }[]).filter(({ available }) => !available),
        [],
      );
      assert.ok((JSON.parse(all.out) as unknown[]).length > 100);
    });

    test('model pull takes a file over; model remove lets it go', async () => {
      const packs = { ...environment, OUTPOST_PACKS_DIRECTORY: join(home, 'pulled') };
      const file = inDirectory('tiny.gguf');

      const pulled = await runCli(['model', 'pull', file, '--name', 'tiny'], packs);
      const listed = await runCli(['models'], { ...packs, OUTPOST_DIRECTORY: join(home, 'other') });
      const removed = await runCli(['model', 'remove', 'tiny'], packs);

      assert.deepEqual([pulled.code, pulled.out], [0, 'local/tiny\n'], pulled.err);
      assert.match(listed.out, /local\/tiny +2048 +yes/);
      assert.equal(removed.code, 0, removed.err);
    });

    test('probe tells step by step what a model server can do; one that is not there ends with 7', async () => {
      const there = await cli('probe', models.url);
      const nowhere = await cli('probe', 'http://127.0.0.1:9/v1');

      assert.equal(there.code, 0, there.out + there.err);
      assert.match(there.out, /✓ chat: /);
      assert.equal(nowhere.code, 7);
      assert.match(nowhere.out, /✗ reach: /);
    });
  });

/** Node writes down every module that it resolves. */
function traceLoads(folder: string): string {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { appendFileSync(${JSON.stringify(join(folder, 'loaded.txt'))}, url + '\\n'); return next(url, context); } });`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}

const frame = (
  name: string,
  nodes: readonly object[],
  edges: readonly (readonly [string, string])[],
) =>
  JSON.stringify({
    kind: 'app',
    version: '0.6.0',
    app: { name, mode: 'workflow', description: '', icon: 'x', icon_background: '#FFFFFF' },
    workflow: {
      features: {},
      graph: {
        nodes: nodes.map((node, index) => ({
          type: 'custom',
          position: { x: 300 * index, y: 0 },
          ...node,
        })),
        edges: edges.map(([source, target]) => ({
          id: `${source}-${target}`,
          source,
          target,
          sourceHandle: 'source',
          targetHandle: 'target',
          data: {},
        })),
      },
    },
  });

const echoApp = frame(
  'Echo',
  [
    {
      id: 'start',
      data: {
        type: 'start',
        title: 'Start',
        variables: [
          { variable: 'text', label: 'Text', type: 'text-input', required: true },
          {
            variable: 'document',
            label: 'Document',
            type: 'file',
            required: true,
            allowed_file_types: ['document'],
            allowed_file_upload_methods: ['local_file'],
          },
        ],
      },
    },
    {
      id: 'read',
      data: {
        type: 'document-extractor',
        title: 'Read',
        variable_selector: ['start', 'document'],
        is_array_file: false,
      },
    },
    {
      id: 'join',
      data: {
        type: 'template-transform',
        title: 'Join',
        template: '{{ text }}: {{ content }}',
        variables: [
          { variable: 'text', value_selector: ['start', 'text'] },
          { variable: 'content', value_selector: ['read', 'text'] },
        ],
      },
    },
    {
      id: 'end',
      data: {
        type: 'end',
        title: 'End',
        outputs: [{ variable: 'text', value_selector: ['join', 'output'], value_type: 'string' }],
      },
    },
  ],
  [
    ['start', 'read'],
    ['read', 'join'],
    ['join', 'end'],
  ],
);

const failingApp = frame(
  'Fails',
  [
    { id: 'start', data: { type: 'start', title: 'Start', variables: [] } },
    {
      id: 'code',
      data: {
        type: 'code',
        title: 'Code',
        code_language: 'javascript',
        code: "function main() { throw new Error('no good'); }",
        variables: [],
        outputs: { text: { type: 'string', children: null } },
      },
    },
    {
      id: 'end',
      data: {
        type: 'end',
        title: 'End',
        outputs: [{ variable: 'text', value_selector: ['code', 'text'], value_type: 'string' }],
      },
    },
  ],
  [
    ['start', 'code'],
    ['code', 'end'],
  ],
);
