import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkFile } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import { createNodeKinds } from '@outpost/nodes';

const corpus = new URL('../../../dsl/test/fixtures/corpus/', import.meta.url);
const checks = { kinds: createNodeKinds(), checkGraph };

for (const name of readdirSync(corpus).filter((entry) => entry.endsWith('.yml')))
  test(`nothing but what has to be installed keeps ${name} from running`, () => {
    const { app, problems } = checkFile(readFileSync(new URL(name, corpus), 'utf8'), checks);

    assert.ok(app);
    assert.deepEqual(
      problems.filter(
        ({ severity, message }) =>
          severity === 'error' && !message.en.includes('which this installation does not have yet'),
      ),
      [],
    );
  });

//  s ──► a ──► e      f
test('what would refuse a run is told of the file', () => {
  const node = (id: string, type: string): string =>
    `{id: ${id}, position: {x: 0, y: 0}, data: {type: ${type}, title: ${id}}}`;
  const nodes = [node('s', 'start'), node('a', 'dance'), node('e', 'end'), node('f', 'end')];
  const text = `app: {name: x, mode: workflow}
workflow:
  graph:
    nodes: [${nodes.join(', ')}]
    edges: [{id: e1, source: s, target: a}, {id: e2, source: a, target: e}]
`;

  const { ok, problems } = checkFile(text, checks);

  assert.equal(ok, false);
  assert.deepEqual(
    problems.map(({ severity, path, message }) => [severity, path, message.en]),
    [
      [
        'error',
        'workflow.graph.nodes[1]',
        'Node “a” is of the kind “dance”, which this installation does not know.',
      ],
      ['warning', 'workflow.graph.nodes[3]', 'Nothing leads to node “f”, so it never runs.'],
    ],
  );
});
