import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '@outpost/contracts';
import { readAppFile } from '../../src/index.ts';
import { corpusFiles, ownFile } from '../app-files.ts';

const graphFile = (nodes: string, edges = '[]', more = ''): string =>
  `app: {name: x, mode: workflow}\nworkflow:\n  graph: {nodes: ${nodes}, edges: ${edges}}\n${more}`;
const start = '{id: s, data: {type: start, title: S}}';

describe('readAppFile', () => {
  for (const { name, text } of corpusFiles())
    it(`reads ${name}`, () => {
      const { document } = readAppFile(text);

      assert.ok(document.graph.nodes.some((node) => node.kind === 'start'));
    });

  it('reads a file of any version, also one that claims none or writes it as a number', () => {
    const versions = ['', 'version: 0.6\n', "version: '99.0.0'\n", 'version: not a version\n'];

    const read = versions.map(
      (line) => readAppFile(graphFile(`[${start}]`, '[]', line)).fileVersion,
    );

    assert.deepEqual(read, ['0.1.0', '0.6', '99.0.0', 'not a version']);
  });

  it('reads what a node does when it fails', () => {
    const { document } = readAppFile(ownFile('failures-and-loop.yml'));

    const failures = Object.fromEntries(
      document.graph.nodes.map((node) => [node.id, node.failure]),
    );
    assert.deepEqual(failures['h'], {
      retry: { retriesMax: 2, intervalMs: 500 },
      strategy: 'fail-branch',
      defaults: {},
    });
    assert.deepEqual(failures['c'], {
      retry: null,
      strategy: 'default-value',
      defaults: { n: 7, list: ['a'], text: 'fallback' },
    });
  });

  it('keeps what nobody here knows, and drops what follows from the graph', () => {
    const { document } = readAppFile(ownFile('failures-and-loop.yml'));

    const nodes = new Map(document.graph.nodes.map((node) => [node.id, node]));
    assert.deepEqual(document.extra, {
      workflow: { rag_pipeline_variables: [] },
      'workflow.graph.viewport': { follow: true },
    });
    assert.deepEqual(nodes.get('s')?.extra, { height: 90, width: 244 });
    assert.deepEqual(nodes.get('10start')?.extra, {
      draggable: false,
      selectable: false,
      zIndex: 1002,
    });
    assert.deepEqual(nodes.get('h')?.extra['position'], { pinned: true });
    assert.deepEqual(nodes.get('note')?.kind, '');
    assert.deepEqual(document.environmentVariables[1]?.extra, { owner: 'platform' });
    assert.deepEqual(document.graph.edges.at(-1)?.extra, { mystery: 'kept' });
  });

  it('brings the oldest form to one that runs, and notes each change', () => {
    const { document, notes } = readAppFile(ownFile('oldest.yml'));

    const nodes = new Map(document.graph.nodes.map((node) => [node.id, node]));
    assert.equal(nodes.get('1003')?.parentId, '1002');
    assert.equal(nodes.get('1002')?.config['start_node_id'], '1002start');
    assert.equal(nodes.get('1002start')?.kind, 'iteration-start');
    assert.equal(nodes.get('1002start')?.parentId, '1002');
    assert.deepEqual(nodes.get('1001')?.config['cases'], [
      {
        case_id: 'true',
        logical_operator: 'or',
        conditions: [
          {
            id: 'c1',
            variable_selector: ['1000', 'names'],
            comparison_operator: 'not empty',
            value: '',
          },
        ],
      },
    ]);
    assert.equal(nodes.get('1004')?.config['version'], '2');
    assert.deepEqual(nodes.get('1004')?.config['tool_configurations'], {
      result_type: { type: 'constant', value: 'link' },
      count: { type: 'constant', value: null },
    });
    assert.deepEqual(
      document.graph.edges.map((edge) => [edge.id, edge.source, edge.handle, edge.target]),
      [
        ['1000-1001', '1000', 'source', '1001'],
        ['1001-1005', '1001', 'true', '1005'],
        ['1001-1005_2', '1005', 'source', '1002'],
        ['e', '1002', 'source', '1006'],
        ['1002start-source-1003-target', '1002start', 'source', '1003'],
      ],
    );
    assert.equal(notes.length, 13);
    assert.ok(notes.every((note) => note.message.en !== '' && note.message.zh !== ''));
  });

  it('leaves retry off where the file does not ask for it', () => {
    const { document } = readAppFile(
      graphFile(`[${start}, {id: h, data: {type: http-request, title: H}}]`),
    );

    assert.deepEqual(document.graph.nodes[1]?.failure.retry, null);
  });

  it('makes a variable’s value fit its type where that loses nothing', () => {
    const { document, notes } = readAppFile(
      graphFile(
        `[${start}]`,
        '[]',
        '  environment_variables: [{name: n, value_type: number, value: "5"}, {name: s, value_type: secret, value: null}]',
      ),
    );

    assert.deepEqual(
      document.environmentVariables.map(({ id, name, value }) => [id, name, value]),
      [
        ['n', 'n', 5],
        ['s', 's', ''],
      ],
    );
    assert.equal(notes.filter((note) => note.path.includes('environment_variables')).length, 2);
  });

  for (const [what, text, path] of [
    ['a text', 'hello', '/'],
    ['an empty file', '', 'line 1, column 1'],
    ['a list', '- a', '/'],
    ['no app', 'kind: app', 'app'],
    ['an app that is a text', 'app: x', 'app'],
    ['no mode', 'app: {name: x}', 'app.mode'],
    ['an unknown mode', 'app: {name: x, mode: dance}', 'app.mode'],
    ['a graph app without workflow', 'app: {mode: workflow}', 'workflow'],
    ['a classic app without model_config', 'app: {mode: chat}', 'model_config'],
    ['a knowledge pipeline', 'kind: rag_pipeline\nrag_pipeline: {name: x}', 'rag_pipeline'],
    ['nodes that are a map', graphFile('{a: 1}'), 'workflow.graph.nodes'],
    ['a node that is nothing', graphFile(`[${start}, null]`), 'workflow.graph.nodes[1]'],
    ['a node without data', graphFile(`[{id: a}]`), 'workflow.graph.nodes[0].data'],
    [
      'a node without kind',
      graphFile('[{id: a, data: {title: T}}]'),
      'workflow.graph.nodes[0].data.type',
    ],
    [
      'a kind that is a list',
      graphFile('[{id: a, data: {type: [x]}}]'),
      'workflow.graph.nodes[0].data.type',
    ],
    ['a node without id', graphFile('[{data: {type: start}}]'), 'workflow.graph.nodes[0].id'],
    ['two nodes with one id', graphFile(`[${start}, ${start}]`), 'workflow.graph.nodes[1].id'],
    [
      'an edge without target',
      graphFile(`[${start}]`, '[{source: s}]'),
      'workflow.graph.edges[0].target',
    ],
    [
      'a variable without name',
      graphFile('[]', '[]', '  environment_variables: [{value: 1}]'),
      'workflow.environment_variables[0].name',
    ],
    [
      'a variable of the wrong type',
      graphFile(
        '[]',
        '[]',
        '  conversation_variables: [{name: a, value_type: object, value: [1]}]',
      ),
      'workflow.conversation_variables[0].value',
    ],
    [
      'a huge variable',
      graphFile(
        '[]',
        '[]',
        `  environment_variables: [{name: a, value_type: string, value: ${'x'.repeat(200_001)}}]`,
      ),
      'workflow.environment_variables[0].value',
    ],
  ] as const)
    it(`names the place: ${what}`, () => {
      assert.throws(
        () => readAppFile(text),
        (error) => {
          assert.ok(error instanceof AppError);
          assert.equal(error.code, 'app_file_invalid');
          assert.equal(error.details['path'], path);
          assert.doesNotMatch(error.message + error.messageIn('zh'), /\{\w+\}|undefined|\[object/);
          return true;
        },
      );
    });

  it('reads ten thousand edges with one id, and a chain as long, in a moment', () => {
    const count = 10_000;
    const ids = Array.from({ length: count }, (_, index) => `n${index}`);
    const nodes = ids.map((id) => ({
      id,
      position: { x: 0, y: 0 },
      data: { type: 'code', title: '' },
    }));
    const edges = ids.slice(1).map((target, index) => ({ id: 'same', source: ids[index], target }));

    const { document } = readAppFile(
      JSON.stringify({ app: { mode: 'workflow' }, workflow: { graph: { nodes, edges } } }),
    );

    assert.equal(new Set(document.graph.edges.map((edge) => edge.id)).size, count - 1);
  });
});
