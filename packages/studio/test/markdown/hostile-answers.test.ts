import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAnswer } from '../../src/markdown/parse-answer.ts';
import { hostileAnswers } from '../fixtures/hostile-answers.ts';

interface Node {
  readonly [name: string]: unknown;
}

/** Every node of an answer, whatever field it hangs from. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (typeof value === 'object' && value !== null) {
    yield value as Node;
    for (const inner of Object.values(value)) yield* nodesIn(inner);
  }
}

const knownStyles = new Set([
  'color',
  'backgroundColor',
  'fontSize',
  'fontStyle',
  'fontWeight',
  'textAlign',
  'textDecoration',
]);

for (const [index, answer] of hostileAnswers.entries())
  test(`hostile answer ${index} becomes nothing that runs, loads or covers: ${JSON.stringify(answer.slice(0, 60))}`, () => {
    for (const writing of [false, true])
      for (const node of nodesIn(parseAnswer(answer, { writing }))) {
        const { href, source, elsewhere, style, tag } = node;
        if (typeof href === 'string')
          assert.match(href, /^(#|https?:\/\/[^"]|mailto:|tel:|[^:]*$)/);
        if (typeof source === 'string')
          assert.match(source, /^(\/files\/|data:(image|audio)\/(?!svg))/);
        if (typeof elsewhere === 'string') assert.match(elsewhere, /^https?:\/\//);
        if (typeof tag === 'string')
          assert.match(tag, /^(strong|em|del|ins|sub|sup|mark|small|kbd|code|span)$/);
        for (const [name, value] of Object.entries((style ?? {}) as Record<string, string>)) {
          assert.ok(knownStyles.has(name), name);
          assert.doesNotMatch(value, /[;{}\\]|url|expression|javascript/i);
        }
      }
  });

test('whatever its end, an answer is parsed at every length without a fault', () => {
  for (const answer of hostileAnswers)
    for (let length = 0; length <= answer.length; length += 1)
      parseAnswer(answer.slice(0, length), { writing: true });
});

test('an answer that is nested without end is shown as it is', () => {
  const blocks = parseAnswer('>'.repeat(50_000), { writing: false });

  assert.equal(blocks.length, 1);
});
