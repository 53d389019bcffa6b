import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFromValue } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { answer } from '../../src/answer/index.ts';
import { runNode } from '../support/create-node-context.ts';

const files = createFakeRunFiles();
const image = files.put({ filename: 'a.png', type: 'image' }, new Uint8Array(1));
const report = files.put({ filename: 'b.pdf' }, new Uint8Array(1));

test('an answer is the markdown of its template', async () => {
  const pool = { a: { list: ['x', 'y'], object: { k: 1 }, ok: true, none: null } };
  const template = 'L:\n{{#a.list#}}\nO: {{#a.object#}}\nB: {{#a.ok#}} N: {{#a.none#}}.';
  const { outputs } = await runNode(answer, { answer: template }, { pool });
  assert.equal(outputs['answer'], 'L:\n- x\n- y\nO: {\n  "k": 1\n}\nB: True N: .');
});

test('a reference to nothing leaves its inner text behind', async () => {
  const { outputs } = await runNode(answer, { answer: 'see {{#12345.text#}}' });
  assert.equal(outputs['answer'], 'see 12345.text');
});

test('every file that the answer mentions is listed in order', async () => {
  const pool = { a: { one: report, many: [image, report], text: 'x' } };
  const { outputs } = await runNode(
    answer,
    { answer: '{{#a.many#}}{{#a.text#}}{{#a.one#}}', variables: [] },
    { pool },
  );
  assert.deepEqual(outputs['files'], [image, report, report]);
  assert.match(
    textFromValue(outputs['answer'] ?? null),
    /^!\[a\.png\]\(.*\)\n\[b\.pdf\]\(.*\)x\[b\.pdf\]\(.*\)$/,
  );
});

test('what is streamed is the template itself', () => {
  const config = answer.parse({ id: 'a', title: 'A', config: { answer: 'Hi {{#llm.text#}}!' } });
  assert.deepEqual(answer.response?.(config), [
    { type: 'text', text: 'Hi ' },
    { type: 'reference', selector: ['llm', 'text'], source: 'llm.text' },
    { type: 'text', text: '!' },
  ]);
  assert.deepEqual(answer.references(config), [['llm', 'text']]);
});
