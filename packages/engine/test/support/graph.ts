import {
  noFailurePolicy,
  type FailurePolicy,
  type Graph,
  type GraphNode,
} from '@outpost/contracts';
import { compilePlan } from '../../src/plan/compile-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { testKinds, type TestConfig } from './kinds.ts';

export type NodeShape = TestConfig & {
  readonly kind: string;
  readonly inside?: string;
  readonly disabled?: true;
  readonly failure?: Partial<FailurePolicy>;
};

/** Nodes by id; edges as lines such as `a > b` and `a.handle > b`. */
export function drawGraph(
  nodes: Readonly<Record<string, NodeShape>>,
  edges: readonly string[] = [],
): Graph {
  return {
    nodes: Object.entries(nodes).map(([id, shape]) => graphNode(id, shape)),
    edges: edges.flatMap((line) => {
      const ids = line.split('>').map((end) => end.trim());
      return ids.slice(1).map((target, place) => {
        const [source = '', handle = 'source'] = (ids[place] ?? '').split('.');
        const id = `${source}-${handle}-${target}`;
        return { id, source, handle, target: target.split('.')[0] ?? '', extra: {} };
      });
    }),
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}

function graphNode(
  id: string,
  { kind, inside, failure, disabled, ...config }: NodeShape,
): GraphNode {
  return {
    id,
    kind,
    title: id,
    ...(inside === undefined ? {} : { parentId: inside }),
    config: { ...config },
    failure: { ...noFailurePolicy, ...failure },
    position: { x: 0, y: 0 },
    extra: disabled ? { disabled } : {},
  };
}

export function drawPlan(
  nodes: Readonly<Record<string, NodeShape>>,
  edges: readonly string[] = [],
): Plan {
  return compilePlan({ graph: drawGraph(nodes, edges), kinds: testKinds, mode: 'advanced-chat' });
}
