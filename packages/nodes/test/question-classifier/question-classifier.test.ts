import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, NodeFailure } from '@outpost/contracts';
import { createFakeModels, createFakeChatModel } from '@outpost/contracts/testing';
import { questionClassifier } from '../../src/question-classifier/index.ts';
import { createNodeContext } from '../support/create-node-context.ts';
import { runModelNode } from '../support/run-model-node.ts';

const config = {
  model: { provider: 'p', name: 'm', mode: 'chat', completion_params: { temperature: 0.1 } },
  query_variable_selector: ['sys', 'query'],
  classes: [
    { id: '1', name: '安装' },
    { id: '1720796069925', name: '{{#start.topic#}}', label: 'Topic' },
    { id: 'other', name: 'Everything else' },
  ],
  instruction: 'Mind {{#start.topic#}}.',
  instructions: '',
  topics: [],
};
const pool = { sys: { query: '怎么装？' }, start: { topic: '架构' } };

describe('a reply chooses the class', () => {
  const cases: readonly (readonly [reply: string, classId: string])[] = [
    ['{"category_id": "1720796069925", "category_name": "架构"}', '1720796069925'],
    ['```json\n{"category_id": "other", "category_name": "x"}\n```', 'other'],
    ['{"category_id": 1, "category_name": "安装"}', '1'],
    ['<think>{"category_id": "1"}</think>{"category_id": "other"}', 'other'],
    ["{'category_id': 'other',}", 'other'],
    ['{"category_id": "架构"}', '1720796069925'],
    ['{"category_name": "架构"}', '1720796069925'],
    ['other', 'other'],
    ['“架构”。', '1720796069925'],
    ['{"category_id": "99", "category_name": "架构"}', '1'],
    ['{"category_id": ["other"]}', '1'],
    ['I cannot tell, other or not.', '1'],
    ['', '1'],
  ];
  for (const [reply, classId] of cases)
    test(`${JSON.stringify(reply)} means ${classId}`, async () => {
      const { result } = await runModelNode(questionClassifier, config, { pool, answer: [reply] });

      assert.equal(result.handle, classId);
      assert.equal(result.outputs['class_id'], classId);
    });
});

test('outputs name the class as it was shown, and its label', async () => {
  const topic = await runModelNode(questionClassifier, config, {
    pool,
    answer: ['{"category_id": "1720796069925"}'],
  });
  const other = await runModelNode(questionClassifier, config, { pool, answer: ['other'] });

  const { usage, ...outputs } = topic.result.outputs;
  assert.deepEqual(outputs, {
    class_name: '架构',
    class_label: 'Topic',
    class_id: '1720796069925',
  });
  assert.equal((usage as { total_tokens: number }).total_tokens, 8);
  assert.equal(other.result.outputs['class_label'], 'CLASS 3');
  assert.deepEqual(topic.streamed, []);
});

test('the prompt is short and holds classes, instruction, history and the question', async () => {
  const { prompt } = await runModelNode(
    questionClassifier,
    { ...config, memory: { window: { enabled: true, size: 5 } } },
    { pool, history: [{ query: 'Hi', answer: 'Hello', files: [] }] },
  );

  const [instructions = ''] = prompt;
  assert.ok(instructions.length < 600, `${instructions.length} characters`);
  assert.match(instructions, /"category_id":"1720796069925","category_name":"架构"/);
  assert.match(instructions, /Mind 架构\./);
  assert.match(instructions, /User: Hi\nAssistant: Hello/);
  assert.deepEqual(prompt.slice(1), [
    'user: 安装',
    'assistant: {"category_id":"1","category_name":"安装"}',
    'user: 架构',
    'assistant: {"category_id":"1720796069925","category_name":"架构"}',
    'user: 怎么装？',
  ]);
});

test('a model that can be bound to a schema may only name these classes', async () => {
  const { request } = await runModelNode(questionClassifier, config, {
    pool,
    features: ['structured-output'],
  });

  assert.equal(request.responseFormat?.type, 'schema');
  assert.match(JSON.stringify(request.responseFormat), /"enum":\["1","1720796069925","other"\]/);
});

test('a question that does not exist is asked as no text', async () => {
  const { prompt } = await runModelNode(questionClassifier, config, {
    pool: { start: pool.start },
  });

  assert.equal(prompt.at(-1), 'user: (no text)');
});

test('a model that fails fails the node', async () => {
  const models = {
    ...createFakeModels(createFakeChatModel({ answer: [] })),
    chat: () =>
      Promise.reject(
        new AppError('model_not_configured', { details: { provider: 'p', model: 'm' } }),
      ),
  };
  const parsed = questionClassifier.parse({ id: 'n', title: 'N', config });
  const run = questionClassifier.run?.(createNodeContext({ pool, ports: { models } }), parsed);

  await assert.rejects(Promise.resolve(run), NodeFailure);
});

test('a classifier without classes says so', async () => {
  await assert.rejects(
    runModelNode(questionClassifier, { ...config, classes: [] }, { pool }),
    /has no classes/,
  );
});

test('ways out are the ids of the classes', () => {
  const parsed = questionClassifier.parse({ id: 'n', title: 'N', config });

  assert.deepEqual(questionClassifier.handles?.(parsed), ['1', '1720796069925', 'other']);
  assert.deepEqual(questionClassifier.references(parsed), [
    ['sys', 'query'],
    ['start', 'topic'],
    ['start', 'topic'],
  ]);
});
