import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AppDocument, GraphNode } from '@outpost/contracts';
import { appFileVersion, createBlankApp, readAppFile, writeAppFile } from '../../src/index.ts';
import { parseAppYaml } from '../../src/yaml/parse-app-yaml.ts';
import { corpusFiles, ownFile, ownFiles } from '../app-files.ts';

type Tree = Record<string, unknown>;

describe('writeAppFile', () => {
  for (const { name, text } of [...corpusFiles(), ...ownFiles().filter(hasNothingToBlank)]) {
    it(`gives back the same app from ${name}`, () => {
      const { document } = readAppFile(text);

      const again = readAppFile(writeAppFile(document, { includeSecrets: true }));

      assert.deepEqual(again.document, document);
      assert.deepEqual(again.notes, []);
    });

    it(`writes every value of ${name} back, except where a note says otherwise`, () => {
      const { document, notes } = readAppFile(text);
      const before = parseAppYaml(text) as Tree;

      const after = parseAppYaml(writeAppFile(document, { includeSecrets: true })) as Tree;

      const lost = lostValues(
        { ...before, version: appFileVersion },
        { ...after, version: appFileVersion },
        '',
      );
      assert.deepEqual(
        lost.filter((path) => !notes.some((note) => isAbout(note.path, path))),
        [],
      );
    });
  }

  it('writes the same text for the same app, keys sorted and unicode raw', () => {
    const app = createBlankApp('advanced-chat', '春联 🏮');

    const text = writeAppFile(app);

    assert.equal(text, writeAppFile(readAppFile(text).document));
    const keys = [...text.matchAll(/^(\w+):/gm)].map((match) => match[1]);
    assert.deepEqual(keys, ['app', 'dependencies', 'kind', 'version', 'workflow']);
    assert.match(text, /name: 春联 🏮\n/);
  });

  it('blanks secrets and credentials unless asked to include them', () => {
    const { document } = readAppFile(ownFile('models-and-secrets.yml'));

    const without = writeAppFile(document);
    const included = writeAppFile(document, { includeSecrets: true });

    assert.doesNotMatch(without, /sk-very-secret|credential_id/);
    assert.match(included, /sk-very-secret/);
    assert.equal(included.match(/credential_id/g)?.length, 2);
  });

  it('never carries addresses, uploads or tool credentials of this installation', () => {
    const graph = readAppFile(ownFile('models-and-secrets.yml')).document;
    const classic = readAppFile(ownFile('classic-agent.yml')).document;

    const text = writeAppFile(graph, { includeSecrets: true });

    assert.doesNotMatch(text, /here\.example|upload_file_id/);
    assert.match(text, /https:\/\/example\.org\/a\.png/);
    assert.doesNotMatch(writeAppFile(classic, { includeSecrets: true }), /credential_id/);
  });

  it('keeps portable agents, and the version that has them', () => {
    const { document } = readAppFile(ownFile('portable-agents.yml'));

    const tree = parseAppYaml(writeAppFile(document)) as Tree;

    assert.equal(tree['version'], '0.7.0');
    assert.deepEqual(Object.keys(tree['agent_packages'] as Tree), ['helper']);
  });

  it('keeps the file’s own words of a failure policy until somebody changes it', () => {
    const { document } = readAppFile(ownFile('failures-and-loop.yml'));
    const changed = withNode(document, 'h', (node) => ({
      ...node,
      failure: {
        retry: { retriesMax: 5, intervalMs: 100 },
        strategy: 'default-value',
        defaults: { body: 'x', headers: {} },
      },
    }));

    const before = dataOf(writeAppFile(document), 'h');
    const after = dataOf(writeAppFile(changed), 'h');

    assert.deepEqual(before['retry_config'], {
      max_retries: 2,
      retry_enabled: true,
      retry_interval: 500,
      jitter: 0.5,
    });
    assert.deepEqual(
      [after['retry_config'], after['error_strategy'], after['default_value']],
      [
        { retry_enabled: true, max_retries: 5, retry_interval: 100 },
        'default-value',
        [
          { key: 'body', type: 'string', value: 'x' },
          { key: 'headers', type: 'object', value: '{}' },
        ],
      ],
    );
    assert.deepEqual(
      readAppFile(writeAppFile(changed)).document.graph.nodes.find((node) => node.id === 'h')
        ?.failure,
      changed.graph.nodes.find((node) => node.id === 'h')?.failure,
    );
  });

  it('writes the longest text that is read', () => {
    const text = `${'字'.repeat(999_990)} # : x`;
    const app = { ...createBlankApp('workflow', 'x'), features: { text } };

    assert.equal(readAppFile(writeAppFile(app)).document.features['text'], text);
  });

  it('gives edges and nodes made here the envelope that other readers expect', () => {
    const tree = parseAppYaml(writeAppFile(createBlankApp('workflow', 'x'))) as {
      workflow: { graph: { nodes: Tree[]; edges: Tree[] } };
    };

    assert.deepEqual(tree.workflow.graph.edges, [
      {
        id: 'start-source-end-target',
        source: 'start',
        sourceHandle: 'source',
        target: 'end',
        targetHandle: 'target',
        type: 'custom',
        data: { sourceType: 'start', targetType: 'end', isInIteration: false, isInLoop: false },
      },
    ]);
    assert.deepEqual(tree.workflow.graph.nodes[0], {
      id: 'start',
      type: 'custom',
      position: { x: 80, y: 282 },
      positionAbsolute: { x: 80, y: 282 },
      data: { type: 'start', title: 'Start', variables: [] },
    });
  });
});

/** Two of our own files hold what never leaves an installation. */
function hasNothingToBlank({ name }: { readonly name: string }): boolean {
  return name !== 'models-and-secrets.yml' && name !== 'classic-agent.yml';
}

function withNode(
  document: AppDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): AppDocument {
  const nodes = document.graph.nodes.map((node) => (node.id === id ? change(node) : node));
  return { ...document, graph: { ...document.graph, nodes } };
}

function dataOf(text: string, id: string): Tree {
  const tree = parseAppYaml(text) as {
    workflow: { graph: { nodes: { id: string; data: Tree }[] } };
  };
  return tree.workflow.graph.nodes.find((node) => node.id === id)?.data ?? {};
}

/** Paths of values that are not in the other tree; what was nothing may stay away, ids may become texts. */
function lostValues(before: unknown, after: unknown, path: string): readonly string[] {
  if (before === null || before === undefined) return [];
  if (typeof before !== 'object')
    return before === after || (typeof before === 'number' && String(before) === after)
      ? []
      : [path];
  if (typeof after !== 'object' || after === null)
    return Object.keys(before).length === 0 ? [] : [path];
  return Object.entries(before).flatMap(([key, value]) =>
    lostValues(
      value,
      (after as Tree)[key],
      Array.isArray(before) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`,
    ),
  );
}

function isAbout(notePath: string, path: string): boolean {
  return (
    path === notePath ||
    path.startsWith(`${notePath}.`) ||
    (notePath.endsWith('.edges') && path.startsWith(notePath)) ||
    (notePath.includes('.edges[') && path.startsWith('workflow.graph.edges['))
  );
}
