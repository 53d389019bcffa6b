/**
 * Random graphs whose outcome does not depend on timing: a node refers to its ancestors only, and a
 * scope in which a node may fail for good is a chain. Every answer is told by its brackets, so texts
 * can be compared whatever the order of parallel branches.
 */
import fc from 'fast-check';
import type { FailurePolicy } from '@outpost/contracts';
import type { NodeShape } from './graph.ts';

export interface RandomGraph {
  readonly nodes: Readonly<Record<string, NodeShape>>;
  readonly edges: readonly string[];
}

interface Scope {
  readonly inside: string | null;
  /** Variables that everything in the scope may refer to. */
  readonly visible: readonly string[];
  readonly depth: number;
  readonly mayFail: boolean;
}

interface Draft {
  readonly nodes: Record<string, NodeShape>;
  readonly edges: string[];
  count: number;
}

export const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .array(fc.nat(1000), { minLength: 20, maxLength: 250, size: 'max' })
  .map((numbers) => {
    let place = 0;
    const pick = (below: number): number => (numbers[place++] ?? 0) % below;
    const draft: Draft = { nodes: {}, edges: [], count: 0 };
    drawScope(draft, pick, { inside: null, visible: [], depth: 0, mayFail: pick(5) === 0 });
    return { nodes: draft.nodes, edges: draft.edges };
  });

function drawScope(
  draft: Draft,
  pick: (below: number) => number,
  { inside, visible, depth, mayFail }: Scope,
): string {
  const place = inside === null ? {} : { inside };
  const startId = `n${draft.count++}`;
  draft.nodes[startId] = { kind: inside === null ? 'start' : 'inner-start', ...place };
  const drawn: {
    readonly id: string;
    readonly ways: readonly string[];
    readonly sees: ReadonlySet<string>;
  }[] = [{ id: startId, ways: ['source'], sees: new Set() }];
  const size = 2 + pick(depth === 0 ? 7 : 4);
  for (let step = 0; step < size; step++) {
    const id = `n${draft.count++}`;
    const last = drawn.length - 1;
    const parents = mayFail
      ? [drawn[last]]
      : [
          drawn[last - pick(Math.min(3, drawn.length))],
          ...(pick(3) === 0 ? [drawn[pick(drawn.length)]] : []),
        ];
    const sees = new Set<string>();
    for (const parent of new Set(parents)) {
      if (!parent) continue;
      for (const seen of [...parent.sees, parent.id]) sees.add(seen);
      const way = parent.ways[pick(parent.ways.length)] ?? 'source';
      draft.edges.push(`${parent.id}.${way} > ${id}`);
    }
    const known = [...[...sees].map((seen) => `${seen}.text`), ...visible];
    const reference = known.length === 0 ? 'sys.query' : (known[pick(known.length)] ?? '');
    const shape = drawNode(draft, pick, { id, reference, known, mayFail, depth });
    draft.nodes[id] = { ...shape, ...place };
    const ways = shape.failure?.strategy === 'fail-branch' ? ['source', 'fail-branch'] : ['source'];
    drawn.push({ id, sees, ways: shape.kind === 'branch' ? ['left', 'right'] : ways });
  }
  return startId;
}

function drawNode(
  draft: Draft,
  pick: (below: number) => number,
  {
    id,
    reference,
    known,
    mayFail,
    depth,
  }: {
    readonly id: string;
    readonly reference: string;
    readonly known: readonly string[];
    readonly mayFail: boolean;
    readonly depth: number;
  },
): NodeShape {
  const template = `${id}(${pick(2) === 0 ? `{{#${reference}#}}` : ''})`;
  switch (pick(depth < 3 ? 9 : 6)) {
    case 0:
    case 1:
      return { kind: 'answer', template: `<${id}:{{#${reference}#}},{{#sys.query#}}>` };
    case 2:
      return { kind: 'branch', handle: pick(2) === 0 ? 'left' : 'right' };
    case 3:
      return { kind: 'step', template, ...drawFailure(pick, mayFail) };
    case 4:
    case 5:
      return {
        kind: 'slow',
        stream: [`${id}a`, `${id}b`, `${id}c`].slice(pick(3)),
        ...drawFailure(pick, mayFail),
      };
    case 6: {
      const start = drawScope(draft, pick, {
        inside: id,
        visible: known,
        depth: depth + 1,
        mayFail,
      });
      return { kind: 'repeat', start, times: 1 + pick(3) };
    }
    default: {
      const visible = [...known, `${id}.index`];
      const mode = mayFail && pick(2) === 0 ? 'terminated' : 'continue';
      const inner = { inside: id, visible, depth: depth + 1, mayFail: pick(2) === 0 };
      const innerMayFail = mode === 'terminated' ? mayFail : inner.mayFail;
      const start = drawScope(draft, pick, { ...inner, mayFail: innerMayFail });
      const items = ['x', 'y', 'z'].slice(pick(4));
      return { kind: 'each', start, items, mode, parallel: 1 + pick(3), output: [start, 'text'] };
    }
  }
}

function drawFailure(
  pick: (below: number) => number,
  mayFail: boolean,
): { readonly failures?: number; readonly failure?: Partial<FailurePolicy> } {
  const strategy = (['fail-branch', 'default-value'] as const)[pick(2)] ?? 'default-value';
  const defaults = { text: 'instead' };
  switch (pick(8)) {
    case 0:
      return { failures: -1, failure: { strategy, defaults } };
    case 1:
      return {
        failures: -1,
        failure: { retry: { retriesMax: 1, intervalMs: 100 }, strategy, defaults },
      };
    case 2:
      // An interruption forgets how often the node has failed, so there are retries for two beginnings.
      return { failures: 1, failure: { retry: { retriesMax: 4, intervalMs: 100 } } };
    case 3:
      return { failure: { strategy, defaults } };
    case 4:
      return mayFail ? { failures: -1 } : {};
    default:
      return {};
  }
}
