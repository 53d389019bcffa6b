import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GraphProblem, NodeKind } from '@outpost/contracts';
import { checkFile, type Checks } from '../../src/index.ts';
import { ownFile } from '../app-files.ts';
import { createKind } from '../installation.ts';

function checksWith(...own: readonly NodeKind[]): Checks {
  const kinds = [createKind({ type: 'start' }), createKind({ type: 'end' }), ...own];
  return { kinds: new Map(kinds.map((kind) => [kind.type, kind])), checkGraph: () => [] };
}

/** A graph of which this is told. */
function checksThatSay(...problems: readonly Partial<GraphProblem>[]): Checks {
  const about = {
    severity: 'error',
    nodeId: null,
    edgeId: null,
    path: '',
    messageZh: '问题',
  } as const;
  return {
    ...checksWith(),
    checkGraph: () => problems.map((problem) => ({ ...about, message: 'it is odd', ...problem })),
  };
}

const file = (nodes: string, edges: string): string =>
  `app: {name: x, mode: workflow}\nworkflow:\n  graph:\n    nodes: [${nodes}]\n    edges: [${edges}]\n`;
const at = 'position: {x: 0, y: 0}';
const start = `{id: s, ${at}, data: {type: start, title: S}}`;

describe('checkFile', () => {
  it('finds nothing wrong with a sound file', () => {
    const result = checkFile(
      file(`${start}, {id: e, ${at}, data: {type: end}}`, '{id: a, source: s, target: e}'),
      checksWith(),
    );

    assert.deepEqual(result, {
      ok: true,
      app: { name: 'x', mode: 'workflow', fileVersion: '0.1.0' },
      problems: [],
      notes: [],
    });
  });

  it('reports a file that cannot be read instead of throwing', () => {
    const result = checkFile('app: [', checksWith());

    assert.equal(result.ok, false);
    assert.equal(result.app, null);
    assert.match(result.problems[0]?.path ?? '', /^line /);
  });

  it('tells where in the file the problems of the graph stand', () => {
    const result = checkFile(
      file(`${start}, {id: e, ${at}, data: {type: end}}`, '{id: a, source: s, target: e}'),
      checksThatSay(
        { nodeId: 'e', path: 'outputs.0' },
        { nodeId: 's' },
        { nodeId: 's', edgeId: 'a', severity: 'warning' },
        { message: 'node “x” is “Y”' },
      ),
    );

    assert.deepEqual(
      result.problems.map(({ severity, path, message }) => [severity, path, message.en]),
      [
        ['error', 'workflow.graph.nodes[1].data.outputs.0', 'It is odd.'],
        ['error', 'workflow.graph.nodes[0]', 'It is odd.'],
        ['warning', 'workflow.graph.edges[0]', 'It is odd.'],
        ['error', 'workflow.graph', 'Node “x” is “Y”.'],
      ],
    );
    assert.equal(result.problems[0]?.message.zh, '问题。');
    assert.equal(result.ok, false);
  });

  it('names what a kind lacks here', () => {
    const agent = createKind({ type: 'agent', lacks: () => 'a plugin' });

    const result = checkFile(
      file(`${start}, {id: a, ${at}, data: {type: agent}}`, '{id: e1, source: s, target: a}'),
      checksWith(agent),
    );

    assert.deepEqual(
      result.problems.map(({ nodeId, path }) => [nodeId, path]),
      [['a', 'workflow.graph.nodes[1]']],
    );
    assert.equal(result.ok, false);
  });

  it('warns of variables that do not exist', () => {
    const reader = createKind({
      type: 'reader',
      references: () => [['s', 'x'], ['gone', 'x'], ['env', 'KEY'], ['sys', 'query'], []],
    });

    const result = checkFile(
      file(`${start}, {id: r, ${at}, data: {type: reader}}`, '{id: e1, source: s, target: r}'),
      checksWith(reader),
    );

    assert.deepEqual(
      result.problems.map(({ severity, message }) => [severity, message.en]),
      [
        ['warning', 'The variable gone.x does not exist.'],
        ['warning', 'The variable env.KEY does not exist.'],
      ],
    );
    assert.equal(result.ok, true);
  });

  it('checks classic apps as the graphs they become', () => {
    const result = checkFile(
      ownFile('classic-chat.yml'),
      checksThatSay({ nodeId: 'llm' }, { nodeId: 'answer', path: 'answer' }),
    );

    assert.deepEqual(
      result.problems.map(({ nodeId, path }) => [nodeId, path]),
      [
        ['llm', 'model_config'],
        ['answer', 'model_config.answer'],
      ],
    );
  });
});
