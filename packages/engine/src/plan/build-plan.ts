import type { AppMode, TemplateSegment } from '@outpost/contracts';
import { enterScope } from './enter-scope.ts';
import type {
  Entry,
  InnerPlan,
  Plan,
  PlanEdge,
  PlanNode,
  ResponseSegment,
  ScopePlan,
} from './plan.ts';
import type { PlannedGraph } from './pass-by.ts';
import type { ReadGraph, ReadNode } from './read-nodes.ts';

/** Plan nodes point at each other, so they are filled in after all of them exist. */
interface Draft extends PlanNode {
  inner: InnerPlan | null;
  edges: PlanEdge[];
  response: readonly ResponseSegment[] | null;
  printed: Set<string>;
}

interface ScopeDraft extends ScopePlan {
  readonly nodes: Draft[];
}

/** Builds the plan of a graph that was found sound. */
export function buildPlan(read: PlannedGraph, mode: AppMode): Plan {
  const root = createScope(null);
  const scopes = new Map<string | null, ScopeDraft>([[null, root]]);
  for (const node of read.nodes.values())
    if (node.kind.container) scopes.set(node.id, createScope(node.id));

  const nodes = new Map<string, Draft>();
  for (const node of read.nodes.values())
    nodes.set(node.id, createNode(node, scopes.get(node.parentId) ?? root));
  for (const edge of read.edges) addEdge(edge, nodes);
  for (const node of nodes.values()) addResponse(node, nodes);
  for (const node of nodes.values()) addInner(node, { nodes, scopes });

  const roots = root.nodes.filter((node) => node.kind.traits.root).map((node) => node.id);
  return { mode, nodes, root, roots, emptied: read.emptied };
}

/** The plan that runs one node of another plan alone, its inside included. */
export function planOfOneNode(plan: Plan, node: PlanNode): Plan {
  const root = createScope(null);
  const alone: Draft = {
    ...node,
    index: 0,
    scope: root,
    edges: [],
    contributes: true,
    response: null,
    printed: new Set(),
  };
  root.nodes.push(alone);
  return { ...plan, root, roots: [node.id] };
}

function createScope(containerId: string | null): ScopeDraft {
  const entries = new Map<PlanNode, Entry>();
  const scope: ScopeDraft = {
    containerId,
    nodes: [],
    entry(start) {
      const known = entries.get(start);
      if (known) return known;
      const entry = enterScope(scope, start);
      entries.set(start, entry);
      return entry;
    },
  };
  return scope;
}

function createNode(read: ReadNode, scope: ScopeDraft): Draft {
  const { id, title, kind, config, failure } = read;
  const strategy = kind.traits.strategies ? failure.strategy : 'abort';
  const node: Draft = {
    id,
    title,
    kind,
    config,
    index: scope.nodes.length,
    scope,
    inner: null,
    edges: [],
    isBranch: kind.traits.branch === true || strategy === 'fail-branch',
    retry: kind.traits.retries && !kind.container ? failure.retry : null,
    strategy,
    defaults: failure.defaults,
    lack: kind.lacks?.(config) ?? (kind.run || kind.container ? null : kind.manifest.title.en),
    contributes: kind.traits.response === true,
    response: null,
    printed: new Set(),
  };
  scope.nodes.push(node);
  return node;
}

function addEdge(edge: ReadGraph['edges'][number], nodes: ReadonlyMap<string, Draft>): void {
  const source = nodes.get(edge.source);
  const target = nodes.get(edge.target);
  if (!source || !target) return;
  // Some files call the ordinary way out of a node with a fail branch `success-branch`.
  const isAlias = edge.handle === 'success-branch' && source.strategy === 'fail-branch';
  source.edges.push({ id: edge.id, handle: isAlias ? 'source' : edge.handle, target });
}

function addResponse(node: Draft, nodes: ReadonlyMap<string, Draft>): void {
  if (!node.kind.traits.response || !node.kind.response) return;
  node.response = node.kind
    .response(node.config)
    .map((segment) => responseSegment(segment, node, nodes));
}

function responseSegment(
  segment: TemplateSegment,
  response: Draft,
  nodes: ReadonlyMap<string, Draft>,
): ResponseSegment {
  if (segment.type === 'text') return segment;
  const { selector } = segment;
  const source = sourceOf(selector[0] ?? '', response, nodes);
  if (source && selector[1] !== undefined && selector.length === 2) source.printed.add(selector[1]);
  return { type: 'value', selector, source };
}

/**
 * The node whose end tells that a variable will not come any more: the named node, or the container
 * around it that the response can see. A container around the response itself shows its round's
 * variables from the beginning, and nothing waits for itself.
 */
function sourceOf(name: string, response: Draft, nodes: ReadonlyMap<string, Draft>): Draft | null {
  const visible = new Set<ScopePlan>();
  const around = new Set<Draft>([response]);
  for (let at: Draft | undefined = response; at; at = containerOf(at, nodes)) {
    visible.add(at.scope);
    around.add(at);
  }
  let source = nodes.get(name);
  while (source && !visible.has(source.scope)) source = containerOf(source, nodes);
  return source && !around.has(source) ? source : null;
}

function containerOf(node: Draft, nodes: ReadonlyMap<string, Draft>): Draft | undefined {
  const { containerId } = node.scope;
  return containerId === null ? undefined : nodes.get(containerId);
}

function addInner(
  node: Draft,
  {
    nodes,
    scopes,
  }: {
    readonly nodes: ReadonlyMap<string, Draft>;
    readonly scopes: ReadonlyMap<string | null, ScopeDraft>;
  },
): void {
  const scope = scopes.get(node.id);
  const start = nodes.get(node.kind.container?.startNodeId(node.config) ?? '');
  if (scope && start) node.inner = { scope, entry: scope.entry(start) };
}
