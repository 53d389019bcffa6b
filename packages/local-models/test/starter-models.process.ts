// The real starter models in real host processes. They are fetched into the checkout's pack folder;
// without a registry the tests are skipped, and say so.
import assert from 'node:assert/strict';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ChatChunk, ChatModel, ChatRequest, Embedder } from '@outpost/contracts';
import {
  fetchPacks,
  prepareNetwork,
  readModelIndex,
  readRegistrySettings,
  starterPacks,
} from '@outpost/packs';
import { createLocalModels, type LocalModels } from '../src/index.ts';
import { realClock } from './support/real-clock.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const directory = fileURLToPath(new URL('../../../.outpost', import.meta.url));
const signal = new AbortController().signal;
let local: LocalModels;
let missing: string | null = null;

before(async () => {
  if (process.env['OUTPOST_PACKS'] !== 'none') {
    const settings = readRegistrySettings(process.env);
    prepareNetwork(settings, process.env);
    const results = await fetchPacks({ lock: starterPacks(), directory, settings, signal });
    const skipped = results.filter(({ outcome }) => outcome === 'skipped');
    if (skipped.length > 0)
      missing = skipped.map(({ pack, error }) => `${pack.id}: ${error?.message}`).join(' ');
  } else missing = 'OUTPOST_PACKS is none';
  if (missing !== null) console.error(`NOT TESTED: the starter models are missing. ${missing}`);
  local = openModels(directory);
});
after(() => local.close());

function openModels(packs: string): LocalModels {
  return createLocalModels({ directory: packs, clock: realClock, log: () => {} });
}

/** A test that needs the packs. */
function packTest(name: string, run: (context: TestContext) => Promise<void>): void {
  void test(name, async (context) => {
    if (missing !== null) context.skip(missing);
    else await run(context);
  });
}

async function chatModel(): Promise<ChatModel> {
  const chat = await local.chat?.('smollm2-135m-instruct');
  assert.ok(chat);
  return chat;
}

async function embedder(): Promise<Embedder> {
  const found = await local.embedder('all-minilm-l6-v2');
  assert.ok(found);
  return found;
}

interface Answer {
  readonly text: string;
  readonly finish: Extract<ChatChunk, { readonly type: 'finish' }>;
}

async function ask(text: string, extra: Partial<ChatRequest> = {}): Promise<Answer> {
  const request: ChatRequest = {
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    ...extra,
    parameters: { temperature: 0, max_tokens: 24, ...extra.parameters },
  };
  let answer = '';
  for await (const chunk of (await chatModel()).stream(request, { signal })) {
    if (chunk.type === 'text') answer += chunk.text;
    if (chunk.type === 'finish') return { text: answer, finish: chunk };
  }
  throw new Error('the answer has no end');
}

packTest('a question is answered, with the tokens counted by the model itself', async () => {
  const { text, finish } = await ask('What is 2+2?', { parameters: { max_tokens: 64 } });

  assert.match(text, /4/);
  assert.equal(finish.reason, 'stop');
  assert.deepEqual(finish.model, { provider: 'local', name: 'smollm2-135m-instruct' });
  const { usage } = finish;
  assert.ok(usage.promptTokens > 10 && usage.completionTokens > 3);
  assert.equal(usage.totalTokens, usage.promptTokens + usage.completionTokens);
  assert.ok((usage.timeToFirstTokenMs ?? Infinity) <= usage.latencyMs);
});

packTest('the starter models are listed as what they are', async () => {
  const listed = await local.models();

  assert.deepEqual(
    listed
      .filter(({ name }) => ['smollm2-135m-instruct', 'all-minilm-l6-v2'].includes(name))
      .map(({ name, kind, mode, contextTokens }) => [name, kind, mode, contextTokens]),
    [
      ['smollm2-135m-instruct', 'chat', 'chat', 8192],
      ['all-minilm-l6-v2', 'embedding', 'chat', 256],
    ],
  );
});

packTest('at temperature 0, and with a seed, the same question has the same answer', async () => {
  const question = 'Write a short poem about the sea.';
  const first = await ask(question);
  await ask('Something else in between.');
  const second = await ask(question);
  const seeded = await ask(question, { parameters: { temperature: 0.9, seed: 7 } });
  const again = await ask(question, { parameters: { temperature: 0.9, seed: 7 } });

  assert.equal(second.text, first.text);
  assert.equal(again.text, seeded.text);
});

packTest('an answer ends at its limit of tokens and before a stop text', async () => {
  const limited = await ask('Count from one to twenty.', { parameters: { max_tokens: 5 } });
  const stopped = await ask('Say: one, two, three', { stop: [','] });

  assert.equal(limited.finish.reason, 'length');
  assert.equal(limited.finish.usage.completionTokens, 5);
  assert.equal(stopped.finish.reason, 'stop');
  assert.ok(!stopped.text.includes(','));
});

packTest('an answer held to a JSON schema fits it', async () => {
  const { text } = await ask('Extract name and age: Tom is 31 years old.', {
    parameters: { max_tokens: 60 },
    responseFormat: {
      type: 'schema',
      name: 'person',
      schema: {
        type: 'object',
        properties: { name: { type: 'string' }, age: { type: 'integer' } },
        required: ['name', 'age'],
        additionalProperties: false,
      },
    },
  });

  assert.deepEqual(JSON.parse(text), { name: 'Tom', age: 31 });
  assert.equal(text, text.trimEnd());
});

packTest('a prompt that does not fit is refused with the numbers', async () => {
  await assert.rejects(ask('word '.repeat(9000)), {
    code: 'model_context_exceeded',
    message: /\d{4} tokens, 8192 are the most/,
  });
});

packTest('a reader who leaves stops the model, and the next question is answered', async () => {
  const request: ChatRequest = {
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Tell a long story.' }] }],
    parameters: { temperature: 0 },
  };
  for await (const chunk of (await chatModel()).stream(request, { signal }))
    if (chunk.type === 'text') break;

  assert.match((await ask('What is 2+2?', { parameters: { max_tokens: 64 } })).text, /4/);
});

packTest('a parameter of the wrong type is refused by name', async () => {
  await assert.rejects(ask('hi', { parameters: { temperature: 'hot' } }), {
    code: 'model_request_refused',
    message: /temperature must be a number/,
  });
});

packTest('texts of like meaning have like vectors of length one', async () => {
  const texts = [
    'The cat sits on the mat.',
    'A kitten is lying on a rug.',
    'Quarterly revenue fell by three percent.',
  ];

  const { vectors, usage } = await (await embedder()).embed(texts, { signal, purpose: 'document' });

  const [cat, kitten, revenue] = vectors;
  assert.ok(cat && kitten && revenue);
  assert.equal(cat.length, 384);
  assert.ok(Math.abs(dot(cat, cat) - 1) < 1e-5);
  assert.ok(dot(cat, kitten) > dot(cat, revenue) + 0.3);
  assert.ok(usage.promptTokens > 20);
});

packTest(
  'a vector belongs to its text whatever stands beside it, and however long it is',
  async () => {
    const long = 'A very long text about offices and their opening hours. '.repeat(500);
    const found = await embedder();
    const alone = await found.embed(['The cat sits on the mat.'], { signal, purpose: 'query' });

    const many = await found.embed(
      [
        long,
        ...Array.from({ length: 40 }, (_, index) => `Text ${index}.`),
        'The cat sits on the mat.',
        '',
      ],
      { signal, purpose: 'document' },
    );

    const [expected] = alone.vectors;
    const actual = many.vectors[41];
    assert.equal(many.vectors.length, 43);
    // The int8 model rounds by what is in the batch.
    assert.ok(expected && actual && dot(expected, actual) > 0.98);
  },
);

packTest('no text gives no vector, and no process is asked', async () => {
  const { vectors } = await (await embedder()).embed([], { signal, purpose: 'document' });

  assert.deepEqual(vectors, []);
});

packTest('a file that is no model fails by name and leaves the host to others', async () => {
  await using copy = await temporaryDirectory();
  const { models, runtimes } = await readModelIndex(directory);
  const model = models.find(({ name }) => name === 'smollm2-135m-instruct');
  await mkdir(join(copy.path, 'models'));
  await copyFile(fileURLToPath(import.meta.url), join(copy.path, 'models', 'bad.gguf'));
  await writeFile(
    join(copy.path, 'models', 'index.json'),
    JSON.stringify({ version: 1, models: [{ ...model, file: 'models/bad.gguf' }], runtimes }),
  );
  await symlink(join(directory, 'packs'), join(copy.path, 'packs'));
  const broken = openModels(copy.path);
  try {
    const chat = await broken.chat?.('smollm2-135m-instruct');
    const stream = chat?.stream({ messages: [], parameters: {} }, { signal });

    await assert.rejects(async () => stream?.[Symbol.asyncIterator]().next(), {
      code: 'model_call_failed',
      message: /cannot be loaded/,
    });
    assert.equal(broken.processes().length, 1);
  } finally {
    await broken.close();
  }
});

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
