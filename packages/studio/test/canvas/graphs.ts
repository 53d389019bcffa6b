/** Graphs to test with. */
import { readdirSync, readFileSync } from 'node:fs';
import { noFailurePolicy, type AppDocument, type Graph, type GraphNode } from '@outpost/contracts';
import { createBlankApp, readAppFile } from '@outpost/dsl';

export interface DrawnNode {
  readonly id: string;
  readonly kind?: string;
  readonly inside?: string;
  readonly at?: readonly [number, number];
  readonly config?: GraphNode['config'];
}

/** Edges as `a>b`, or `a:handle>b`. */
export function draw(nodes: readonly DrawnNode[], edges: readonly string[] = []): AppDocument {
  const graph: Graph = {
    nodes: nodes.map(({ id, kind = 'code', inside, at = [0, 0], config = {} }) => ({
      id,
      kind,
      title: id,
      ...(inside === undefined ? {} : { parentId: inside }),
      config,
      failure: noFailurePolicy,
      position: { x: at[0], y: at[1] },
      extra: {},
    })),
    edges: edges.map((drawn) => {
      const [from = '', target = ''] = drawn.split('>');
      const [source = '', handle = 'source'] = from.split(':');
      return { id: drawn, source, handle, target, extra: {} };
    }),
    viewport: { x: 0, y: 0, zoom: 1 },
  };
  return { ...createBlankApp('workflow', 'Test'), graph };
}

/** The edges of a document as `draw` takes them. */
export function edgesOf({ graph }: AppDocument): readonly string[] {
  return graph.edges.map(({ source, handle, target }) =>
    handle === 'source' ? `${source}>${target}` : `${source}:${handle}>${target}`,
  );
}

const corpus = new URL('../../../dsl/test/fixtures/corpus/', import.meta.url);

/** The real app files that have a graph, by their names. */
export function corpusDocuments(): readonly (readonly [string, AppDocument])[] {
  return readdirSync(corpus)
    .filter((name) => name.endsWith('.yml'))
    .map(
      (name) => [name, readAppFile(readFileSync(new URL(name, corpus), 'utf8')).document] as const,
    )
    .filter(([, { graph }]) => graph.nodes.length > 0);
}
