import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError, type NodeKind } from '@outpost/contracts';
import { checkFile } from '../../src/index.ts';
import { corpusFiles, ownFile } from '../app-files.ts';
import { createContainerKind, createInstallation, createKind } from '../installation.ts';

const anyKind = createInstallation().kinds;

function kindsWith(...own: readonly NodeKind[]): ReadonlyMap<string, NodeKind> {
  return new Map(
    [createKind({ type: 'start' }), createKind({ type: 'end' }), ...own].map((kind) => [
      kind.type,
      kind,
    ]),
  );
}

const file = (nodes: string, edges: string): string =>
  `app: {name: x, mode: workflow}\nworkflow:\n  graph:\n    nodes: [${nodes}]\n    edges: [${edges}]\n`;
const at = 'position: {x: 0, y: 0}';
const start = `{id: s, ${at}, data: {type: start, title: S}}`;

describe('checkFile', () => {
  it('finds nothing wrong with a sound file', () => {
    const result = checkFile(
      file(`${start}, {id: e, ${at}, data: {type: end}}`, '{id: a, source: s, target: e}'),
      kindsWith(),
    );

    assert.deepEqual(result, {
      ok: true,
      app: { name: 'x', mode: 'workflow', fileVersion: '0.1.0' },
      problems: [],
      notes: [],
    });
  });

  it('reports a file that cannot be read instead of throwing', () => {
    const result = checkFile('app: [', kindsWith());

    assert.equal(result.ok, false);
    assert.equal(result.app, null);
    assert.match(result.problems[0]?.path ?? '', /^line /);
  });

  it('names the path of a setting that a kind refuses', () => {
    const http = createKind({
      type: 'http',
      parse: () => {
        throw new AppError('node_config_invalid', {
          details: { node: 'H', reason: 'no address', path: 'url' },
        });
      },
    });

    const result = checkFile(
      file(`${start}, {id: h, ${at}, data: {type: http}}`, '{id: a, source: s, target: h}'),
      kindsWith(http),
    );

    assert.deepEqual(
      result.problems.map(({ severity, nodeId, path }) => [severity, nodeId, path]),
      [['error', 'h', 'workflow.graph.nodes[1].data.url']],
    );
  });

  it('names kinds that do not exist, and what a kind lacks', () => {
    const agent = createKind({ type: 'agent', lacks: () => 'a plugin' });

    const result = checkFile(
      file(
        `${start}, {id: a, ${at}, data: {type: agent}}, {id: b, ${at}, data: {type: dance}}`,
        '{id: e1, source: s, target: a}, {id: e2, source: a, target: b}',
      ),
      kindsWith(agent),
    );

    assert.deepEqual(
      result.problems.map(({ nodeId, path }) => [nodeId, path]),
      [
        ['a', 'workflow.graph.nodes[1]'],
        ['b', 'workflow.graph.nodes[2].data.type'],
      ],
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
      kindsWith(reader),
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

  //  s ──► box[ a ]     and an edge from s straight into the box
  it('refuses edges that cross a container’s border, and parents that are none', () => {
    const box = createContainerKind('box');

    const result = checkFile(
      file(
        [
          start,
          `{id: box, ${at}, data: {type: box}}`,
          `{id: a, parentId: box, ${at}, data: {type: end}}`,
          `{id: b, parentId: s, ${at}, data: {type: end}}`,
          `{id: c, parentId: c, ${at}, data: {type: end}}`,
        ].join(', '),
        '{id: e1, source: s, target: box}, {id: e2, source: s, target: a}',
      ),
      kindsWith(box),
    );

    assert.deepEqual(
      result.problems.filter(({ severity }) => severity === 'error').map(({ path }) => path),
      [
        'workflow.graph.nodes[3].parentId',
        'workflow.graph.nodes[4].parentId',
        'workflow.graph.edges[1]',
      ],
    );
  });

  it('warns of ways out that do not exist and of nodes that nothing leads to', () => {
    const choice = createKind({ type: 'choice', handles: () => ['true', 'false'] });

    const result = checkFile(
      file(
        `${start}, {id: c, ${at}, data: {type: choice}}, {id: e, ${at}, data: {type: end}}, {id: f, ${at}, data: {type: end}}`,
        '{id: e1, source: s, target: c}, {id: e2, source: c, sourceHandle: maybe, target: e}',
      ),
      kindsWith(choice),
    );

    assert.deepEqual(
      result.problems.map(({ severity, path }) => [severity, path]),
      [
        ['warning', 'workflow.graph.edges[1].sourceHandle'],
        ['warning', 'workflow.graph.nodes[3]'],
      ],
    );
  });

  it('says that an app has no start node', () => {
    const result = checkFile(file(`{id: e, ${at}, data: {type: end}}`, ''), kindsWith());

    assert.equal(result.problems[0]?.path, 'workflow.graph.nodes');
  });

  it('checks classic apps as the graphs they become', () => {
    const result = checkFile(ownFile('classic-chat.yml'), kindsWith());

    assert.deepEqual(
      result.problems.map(({ nodeId, path }) => [nodeId, path]),
      [
        ['knowledge', 'model_config.type'],
        ['llm', 'model_config.type'],
        ['answer', 'model_config.type'],
      ],
    );
  });

  for (const { name, text } of corpusFiles())
    it(`finds the structure of ${name} sound`, () => {
      const { problems } = checkFile(text, anyKind);

      assert.deepEqual(
        problems.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
});
