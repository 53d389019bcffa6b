// Imports every app file of the corpus into a real server and runs it to its end with the starter
// model in place of each chat model: `node scripts/run-corpus.ts` writes docs/corpus.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startModelServer } from '../e2e/support/model-server.ts';
import type { ModelRef, NodeEnd, RunEnd, RunEvent } from '../packages/contracts/src/index.ts';
import {
  graphFromClassic,
  readAppFile,
  type ImportNote,
  type ImportReport,
} from '../packages/dsl/src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const corpus = join(root, 'packages/dsl/test/fixtures/corpus');
const starter: ModelRef = { provider: 'local', name: 'smollm2-135m-instruct' };
/** Says “You said: …” at once: for apps in which the starter model does not come to an end. */
const scripted: ModelRef = { provider: 'openai-compatible', name: 'echo' };
/** A model of this size may write until its context is full: that is cut off here. */
const runSecondsMax = 40;

/** What became of one file. */
interface Row {
  readonly file: string;
  readonly mode: string;
  readonly version: string;
  readonly nodes: number;
  readonly notes: readonly ImportNote[];
  readonly lacks: readonly string[];
  readonly outcome: 'succeeded' | 'scripted' | 'lacks' | 'network' | 'time' | 'failed' | 'refused';
  readonly story: string;
  readonly seconds: number;
}

/** How one run ended. */
interface Result extends Pick<Row, 'outcome' | 'story'> {
  readonly failedKind?: string | null;
}

const words = {
  model: 'model',
  dataset: 'knowledge base',
  secret: 'secret',
  plugin: 'plugin',
  tool: 'tool',
  'node-kind': 'node kind',
  requirement: '',
} as const satisfies Record<ImportReport['needs'][number]['type'], string>;

const marks = {
  succeeded: '✓ runs',
  scripted: '✓ runs, scripted',
  lacks: '· lacks',
  network: '· no network',
  time: '… cut off',
  failed: '✗ failed',
  refused: '✗ refused',
} as const satisfies Record<Row['outcome'], string>;

const only = process.argv.slice(2);
const files = readdirSync(corpus)
  .filter((name) => name.endsWith('.yml'))
  .filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
const scriptedServer = await startModelServer();
const server = await startServer();
const rows: Row[] = [];
try {
  await server.json('POST', '/model-providers', {
    providerId: scripted.provider,
    settings: { baseUrl: scriptedServer.url },
  });
  for (const file of files) {
    const row = await tryFile(file);
    rows.push(row);
    process.stderr.write(
      `${row.outcome.padEnd(10)} ${row.seconds.toFixed(1)} s  ${file}: ${row.story}\n`,
    );
  }
} finally {
  await server.close();
  await scriptedServer.close();
}
if (only.length === 0) writeFileSync(join(root, 'docs/corpus.md'), page(rows));

async function tryFile(file: string): Promise<Row> {
  const content = readFileSync(join(corpus, file), 'utf8');
  const { document, fileVersion, notes } = readAppFile(content);
  const checked = await server.json<{ report: ImportReport }>('POST', '/apps/check', { content });
  const models = chatModels(checked.report);
  // What stays missing although every chat model has been replaced.
  const { app, report } = await importWith(content, models, starter);
  const facts = {
    file,
    mode: document.profile.mode,
    version: fileVersion,
    nodes: document.graph.nodes.filter(({ kind }) => kind !== '').length,
    notes,
    lacks: [...new Set(report.needs.map(({ type, what }) => `${words[type]} ${what}`))],
  };
  const startedAt = performance.now();
  const result = await runApp(app.id, content);
  const seconds = (performance.now() - startedAt) / 1000;
  const { outcome, story } = result;
  if (outcome !== 'time') return { ...facts, outcome, story, seconds };
  const again = await importWith(content, models, scripted);
  const second = await runApp(again.app.id, content);
  return {
    ...facts,
    outcome: outcomeOfSecond(second),
    story: `the starter model was still writing; with a scripted model: ${second.story}`,
    seconds,
  };
}

/** Only a code node can trip over words that it did not expect; anything else is a failure of its own. */
function outcomeOfSecond({ outcome, failedKind }: Result): Row['outcome'] {
  if (outcome === 'succeeded') return 'scripted';
  return outcome === 'failed' && failedKind === 'code' ? 'time' : outcome;
}

function importWith(content: string, models: readonly ModelRef[], to: ModelRef) {
  return server.json<{ app: { id: string }; report: ImportReport }>('POST', '/apps/import', {
    content,
    mapping: { models: models.map((from) => ({ from, to })) },
  });
}

function chatModels({ slots }: ImportReport): readonly ModelRef[] {
  return slots.flatMap((slot) =>
    slot.type === 'model' && slot.kind === 'chat' ? [slot.from] : [],
  );
}

async function runApp(appId: string, content: string): Promise<Result> {
  const answer = await server.ask('POST', `/apps/${appId}/run`, {
    target: 'draft',
    query: sampleText(content),
    inputs: await inputsFor(content),
  });
  const text = await answer.text();
  if (!answer.ok)
    return { outcome: 'refused', story: (JSON.parse(text) as { message: string }).message };
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(
    ([, data = '']) => JSON.parse(data) as RunEvent,
  );
  const end = events.at(-1);
  if (end?.type !== 'run-end')
    return { outcome: 'failed', story: `the run has no end (${end?.type ?? 'no event'})` };
  return resultOf(end, events);
}

function resultOf(end: RunEnd, events: readonly RunEvent[]): Result {
  const ended = events.filter((event): event is NodeEnd => event.type === 'node-end');
  if (end.status === 'succeeded' || end.status === 'partial-succeeded') {
    const shown = JSON.stringify(end.outputs['answer'] ?? end.outputs);
    return { outcome: 'succeeded', story: `${end.steps} steps; ${shorten(shown, 70)}` };
  }
  const message = end.error?.message ?? end.status;
  const started = events.filter((event) => event.type === 'node-start');
  const failed = ended.findLast(({ status }) => status === 'failed') ?? started.at(-1);
  const where = failed ? `at “${failed.title}” (${failed.kind}): ` : '';
  return {
    outcome: causeOf(message),
    story: `${where}${shorten(message, 240)}`,
    failedKind: failed?.kind ?? null,
  };
}

function causeOf(message: string): Row['outcome'] {
  if (/limit timeoutMs/.test(message)) return 'time';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH/.test(message)) return 'network';
  if (/does not have yet|No module named/.test(message)) return 'lacks';
  return 'failed';
}

/** Something sensible for every field of the form. */
async function inputsFor(content: string): Promise<Record<string, unknown>> {
  const { document } = readAppFile(content);
  const start = graphFromClassic(document).nodes.find(({ kind }) => kind === 'start');
  const fields = (start?.config['variables'] ?? []) as readonly Record<string, unknown>[];
  const entries = fields.map(async (field) => [
    String(field['variable']),
    await valueFor(field, content),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
}

async function valueFor(field: Readonly<Record<string, unknown>>, content: string) {
  const { variable, label, type, options, max_length: lengthMax } = field;
  const asked = `${String(variable)} ${String(label)}`;
  switch (type) {
    case 'select':
      return (options as readonly string[])[0] ?? '';
    case 'number':
      return 2;
    case 'checkbox':
      return true;
    case 'json_object':
      return {};
    case 'file':
      return uploadedText(content);
    case 'file-list':
      return [await uploadedText(content)];
    default: {
      const text = /url|link|链接|网址/i.test(asked) ? 'https://example.com/' : sampleText(content);
      return typeof lengthMax === 'number' && lengthMax > 0 ? text.slice(0, lengthMax) : text;
    }
  }
}

/** In the language of the app's own texts. */
function sampleText(content: string): string {
  const chinese = content.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  return chinese > 40
    ? '港口今晚很安静。船因为暴风雨提前回来了，码头上的灯都亮着。'
    : 'The harbour is quiet tonight. The boats came home early because of the storm.';
}

async function uploadedText(content: string) {
  const form = new FormData();
  form.set('file', new File([sampleText(content)], 'harbour.txt', { type: 'text/plain' }));
  const { id } = await server.json<{ id: string }>('POST', '/files', form);
  return { type: 'document', transfer_method: 'local_file', upload_file_id: id };
}

async function startServer() {
  const directory = mkdtempSync(join(tmpdir(), 'outpost-corpus-'));
  const child = spawn(
    process.execPath,
    ['packages/cli/src/main.ts', 'start', '--port', '0', '--directory', directory],
    {
      cwd: root,
      env: {
        OUTPOST_PACKS_DIRECTORY: join(root, '.outpost'),
        ...process.env,
        LANG: 'C',
        OUTPOST_LOG: 'error',
        OUTPOST_RUN_SECONDS_MAX: String(runSecondsMax),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /ready: (\S+)\/\s/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const token = readFileSync(join(directory, 'keys', 'local.token')).toString('base64url');
  const ask = (method: string, path: string, body: unknown): Promise<Response> =>
    fetch(`${url}/console/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'x-outpost-csrf': 'local',
        ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      body: body instanceof FormData ? body : JSON.stringify(body),
    });
  return {
    ask,
    async json<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
      const answer = await ask(method, path, body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text) as Answer;
    },
    async close(): Promise<void> {
      child.kill('SIGTERM');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function page(all: readonly Row[]): string {
  const count = (outcome: Row['outcome']): number =>
    all.filter((row) => row.outcome === outcome).length;
  const date = new Date().toISOString().slice(0, 10);
  return `<!-- Written by scripts/run-corpus.ts; run it again instead of editing. -->
# The corpus, run

${all.length} real app files from public collections (\`packages/dsl/test/fixtures/corpus\`, see NOTICE there), each imported into a real server with every chat model replaced by \`${starter.provider}/${starter.name}\`, and run with inputs made from its form: a sentence in the app's language, the first choice of a list, a small text file. The question is whether the app *runs*, not whether a model of 135 million parameters answers well.

Two limits. One run takes one way through an app: compare the steps with the number of nodes. And apps keep their own temperature, so how far the starter model comes within the time differs from run to run: this page is one run, not the best of several.

${date} · ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores · Node ${process.versions.node} · no internet · at most ${runSecondsMax} s a run

| | |
|---|---|
| imported | ${all.length} of ${all.length} |
| ran to the end | ${count('succeeded')} |
| reached a plugin, tool, knowledge base or library that is not here, and said so | ${count('lacks')} |
| reached an address on the internet, which is not here either | ${count('network')} |
| ran to the end with a scripted model; the starter model was still writing after ${runSecondsMax} s | ${count('scripted')} |
| the starter model was still writing after ${runSecondsMax} s, and the app’s own code does not take the scripted model’s words | ${count('time')} |
| failed in the app’s own code or another node: see the row | ${count('failed') + count('refused')} |

| file | kind, version, nodes | lacks here | run |
|---|---|---|---|
${all.map(line).join('\n')}

${notesOf(all)}`;
}

function line({ file, mode, version, nodes, lacks, outcome, story, seconds }: Row): string {
  const cells = [
    file.replace(/\.yml$/, ''),
    `${mode}, ${version}, ${nodes}`,
    lacks.length === 0 ? '–' : lacks.join('<br>'),
    `${marks[outcome]} (${seconds.toFixed(1)} s): ${story}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function notesOf(all: readonly Row[]): string {
  const changed = all.filter(({ notes }) => notes.length > 0);
  if (changed.length === 0) return 'No file had to be changed on its way in.\n';
  const lines = changed.flatMap(({ file, notes }) => [
    `- ${file}`,
    ...notes.map(({ path, message }) => `  - \`${path}\`: ${message.en}`),
  ]);
  return `## What importing changed\n\n${lines.join('\n')}\n`;
}

function shorten(text: string, lengthMax: number): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('`', '´');
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax)}…`;
}
