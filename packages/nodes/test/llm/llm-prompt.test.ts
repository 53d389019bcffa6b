import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HistoryTurn, Values } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { llm } from '../../src/llm/index.ts';
import { runModelNode, type ModelNodeOptions } from '../support/run-model-node.ts';

const model = { provider: 'p', name: 'm', mode: 'chat', completion_params: {} };
const files = createFakeRunFiles();
const image = files.put({ filename: 'a.png', type: 'image', mime_type: 'image/png' }, bytes(1));
const audio = files.put({ filename: 'a.mp3', type: 'audio', mime_type: 'audio/mpeg' }, bytes(2));
const gone = { ...image, id: 'gone' };
const history: readonly HistoryTurn[] = [
  { query: 'Hi', answer: 'Hello', files: [] },
  { query: 'Look', answer: 'Nice', files: [image] },
];

interface Case extends ModelNodeOptions {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly prompt: readonly string[];
}

const system = (text: string): Values => ({ role: 'system', text });
const user = (text: string): Values => ({ role: 'user', text });

const cases: readonly Case[] = [
  {
    name: 'references are resolved as text, in the order of the template',
    config: {
      prompt_template: [
        system('Be {{#start.tone#}}. {{#start.flag#}} {{#start.none#}}'),
        user('{{#start.list#}}'),
        { role: 'assistant', text: 'So.' },
      ],
    },
    pool: { start: { tone: 'kind', flag: true, none: null, list: [1, 'a'] } },
    prompt: ['system: Be kind. True ', "user: [1, 'a']", 'assistant: So.'],
  },
  {
    name: 'without memory the question is not added',
    config: { prompt_template: [system('Answer.')] },
    pool: { sys: { query: 'What?' } },
    history,
    prompt: ['system: Answer.'],
  },
  {
    name: 'memory adds history and the question',
    config: { prompt_template: [system('Answer.')], memory: { window: { enabled: false } } },
    pool: { sys: { query: 'What?' } },
    history,
    features: ['vision'],
    ports: { files },
    prompt: [
      'system: Answer.',
      'user: Hi',
      'assistant: Hello',
      'user: <image> Look',
      'assistant: Nice',
      'user: What?',
    ],
  },
  {
    name: 'a window keeps only the newest turns',
    config: {
      prompt_template: [system('Answer.')],
      memory: { window: { enabled: true, size: 1 }, query_prompt_template: 'Q: {{#sys.query#}}' },
    },
    pool: { sys: { query: 'What?' } },
    history,
    prompt: ['system: Answer.', 'user: Look', 'assistant: Nice', 'user: Q: What?'],
  },
  {
    name: 'an earlier file that is gone does not end the conversation',
    config: { prompt_template: [system('Answer.')], memory: {} },
    pool: { sys: { query: 'What?' } },
    history: [{ query: 'Look', answer: 'Nice', files: [gone] }],
    features: ['vision'],
    ports: { files },
    prompt: ['system: Answer.', 'user: Look', 'assistant: Nice', 'user: What?'],
  },
  {
    name: 'memory outside a conversation is the question alone',
    config: { prompt_template: [system('Answer.')], memory: { query_prompt_template: 'Go' } },
    prompt: ['system: Answer.', 'user: Go'],
  },
  {
    name: 'context stands where the prompt asks for it',
    config: {
      prompt_template: [system('Known: {{#context#}}.')],
      context: { enabled: true, variable_selector: ['find', 'result'] },
    },
    pool: { find: { result: [{ content: 'A' }, { content: 'B' }] } },
    prompt: ['system: Known: A\nB.'],
  },
  {
    name: 'context that is off or absent leaves nothing behind',
    config: { prompt_template: [system('Known: {{#context#}}.')] },
    prompt: ['system: Known: .'],
  },
  {
    name: 'references within retrieved text and variables stay text',
    config: {
      prompt_template: [system('{{#context#}} {{#start.said#}}')],
      context: { enabled: true, variable_selector: ['find', 'result'] },
    },
    pool: {
      env: { key: 'secret' },
      find: { result: 'see {{#env.key#}}' },
      start: { said: '{{#env.key#}} {{#context#}}' },
    },
    prompt: ['system: see {{#env.key#}} {{#env.key#}} {{#context#}}'],
  },
  {
    name: 'files an item refers to follow as a message of their own',
    config: { prompt_template: [user('Compare {{#start.files#}}')] },
    pool: { start: { files: [image, audio] } },
    features: ['vision', 'audio'],
    ports: { files },
    prompt: ['user: Compare ', 'user: <image> <audio>'],
  },
  {
    name: 'vision puts files in front of the closing user message',
    config: {
      prompt_template: [system('Look.'), user('What is it?')],
      vision: { enabled: true },
    },
    pool: { sys: { files: [image] } },
    features: ['vision'],
    ports: { files },
    prompt: ['system: Look.', 'user: <image> What is it?'],
  },
  {
    name: 'vision adds a user message behind any other',
    config: {
      prompt_template: [system('Look.')],
      vision: { enabled: true, configs: { variable_selector: ['start', 'picture'] } },
    },
    pool: { start: { picture: image } },
    features: ['vision'],
    ports: { files },
    prompt: ['system: Look.', 'user: <image>'],
  },
  {
    name: 'files of retrieved passages are seen too',
    config: {
      prompt_template: [user('Look.')],
      context: { enabled: true, variable_selector: ['find', 'result'] },
      vision: { enabled: true },
    },
    pool: { find: { result: [{ content: 'A', files: [image] }] } },
    features: ['vision'],
    ports: { files },
    prompt: ['user: <image> Look.'],
  },
  {
    name: 'what the model cannot take is left out',
    config: {
      prompt_template: [user('Look.'), user('{{#start.files#}}')],
      vision: { enabled: true },
    },
    pool: { sys: { files: [image, audio] }, start: { files: [audio] } },
    features: ['vision'],
    ports: { files },
    prompt: ['user: Look.', 'user: <image>'],
  },
  {
    name: 'empty messages vanish',
    config: { prompt_template: [system(''), user('Hi')] },
    prompt: ['user: Hi'],
  },
  {
    name: 'a Jinja2 item is rendered with its declared variables',
    config: {
      prompt_template: [
        {
          role: 'user',
          text: 'unused {{#start.gone#}}',
          edition_type: 'jinja2',
          jinja2_text: '{{ items }} {{#start.tone#}} {{#context#}}',
        },
      ],
      prompt_config: {
        jinja2_variables: [{ variable: 'items', value_selector: ['start', 'list'] }],
      },
      context: { enabled: true, variable_selector: ['start', 'tone'] },
    },
    pool: { start: { list: ['a'], tone: 'kind' } },
    prompt: ['user: ["a"] kind kind'],
  },
  {
    name: 'a completion prompt is one message',
    config: { prompt_template: { text: 'Q: {{#sys.query#}}\nA:' } },
    pool: { sys: { query: 'What?' } },
    prompt: ['user: Q: What?\nA:'],
  },
  {
    name: 'a completion prompt has history at its place, without stray braces',
    config: {
      prompt_template: { text: 'Before:\n{{#histories#}}\nNow:' },
      memory: {
        role_prefix: { user: 'H', assistant: 'A' },
        window: { enabled: true, size: 1 },
      },
    },
    pool: { sys: { query: 'What?' } },
    history,
    prompt: ['user: What?\nBefore:\nH: Look\nA: Nice\nNow:'],
  },
  {
    name: 'a completion prompt without a place has history in front',
    config: {
      prompt_template: { text: 'Now:' },
      memory: { role_prefix: { user: 'H', assistant: 'A' }, window: { enabled: true, size: 1 } },
    },
    history,
    prompt: ['user: H: Look\nA: Nice\nNow:'],
  },
];

describe('a prompt is put together', () => {
  for (const { name, config, prompt, ...options } of cases)
    test(name, async () => {
      const outcome = await runModelNode(llm, { model, ...config }, options);

      assert.deepEqual(outcome.prompt, prompt);
    });
});

describe('a prompt with a hole in it fails', () => {
  const text = 'Hi {{#start.gone#}}';
  const holes: readonly (readonly [where: string, config: Readonly<Record<string, unknown>>])[] = [
    ['in an item', { prompt_template: [user(text)] }],
    ['in the memory’s template', { prompt_template: [], memory: { query_prompt_template: text } }],
    [
      'in a Jinja2 item',
      { prompt_template: [{ role: 'user', edition_type: 'jinja2', jinja2_text: text }] },
    ],
    [
      'in a declared Jinja2 variable',
      {
        prompt_template: [{ role: 'user', edition_type: 'jinja2', jinja2_text: 'x' }],
        prompt_config: {
          jinja2_variables: [{ variable: 'x', value_selector: ['start', 'gone'] }],
        },
      },
    ],
  ];
  for (const [where, config] of holes)
    test(where, async () => {
      await assert.rejects(runModelNode(llm, { model, ...config }), {
        error: {
          type: 'VariableNotFoundError',
          code: 'variable_missing',
          message: 'The variable start.gone does not exist at this point of the run.',
        },
      });
    });
});

test('a prompt with nothing in it fails', async () => {
  await assert.rejects(runModelNode(llm, { model, prompt_template: [system('')] }), {
    error: {
      type: 'NoPromptFoundError',
      code: 'prompt_empty',
      message:
        'The prompt of node “Node under test” is empty. Write a prompt, or turn memory on to pass the question on.',
    },
  });
});

test('memory of a completion prompt needs role names', async () => {
  const config = { model, prompt_template: { text: 'Now:' }, memory: {} };

  await assert.rejects(runModelNode(llm, config, { history }), /has no role names/);
});

test('a file is sent as bytes, or as its address where the model fetches by itself', async () => {
  const remote = {
    ...image,
    transfer_method: 'remote_url' as const,
    remote_url: 'https://files.example/a.png',
  };
  const config = {
    model,
    prompt_template: [user('Look.')],
    vision: { enabled: true, configs: { detail: 'low' } },
  };
  const options: ModelNodeOptions = {
    pool: { sys: { files: [remote] } },
    features: ['vision'],
    ports: { files },
  };

  const sent = await runModelNode(llm, config, options);
  const named = await runModelNode(llm, config, { ...options, readsUrls: true });
  const near = await Promise.all(
    ['https://files.corp/a.png', 'https://10.0.0.8/a.png', 'http://files.example/a.png'].map(
      (remote_url) =>
        runModelNode(llm, config, {
          ...options,
          pool: { sys: { files: [{ ...remote, remote_url }] } },
          readsUrls: true,
        }),
    ),
  );

  const part = {
    type: 'media',
    kind: 'image',
    mediaType: 'image/png',
    filename: 'a.png',
    detail: 'low',
  };
  const text = { type: 'text', text: 'Look.' };
  assert.deepEqual(sent.request.messages, [
    { role: 'user', content: [{ ...part, source: { bytes: bytes(1) } }, text] },
  ]);
  for (const one of near) assert.deepEqual(one.request.messages, sent.request.messages);
  assert.deepEqual(named.request.messages, [
    {
      role: 'user',
      content: [{ ...part, source: { url: 'https://files.example/a.png' } }, text],
    },
  ]);
});

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}
