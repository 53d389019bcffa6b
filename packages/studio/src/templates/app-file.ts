/** Writes app files of a few words: the parts of spec version 0.6 that templates use. */
import type { AppMode } from '@outpost/contracts';

export interface TemplateNode {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** The container that holds the node. */
  readonly parentId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Where it stands inside its container, or when the order of edges does not say it. */
  readonly position?: { readonly x: number; readonly y: number };
  /** Containers only. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** `from`, `to`, and the way out of `from` when it has several. */
type TemplateEdge = readonly [from: string, to: string, handle?: string];

export interface TemplateFlow {
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly background: string;
  readonly mode: Extract<AppMode, 'workflow' | 'advanced-chat'>;
  readonly nodes: readonly TemplateNode[];
  readonly edges: readonly TemplateEdge[];
  readonly features?: Readonly<Record<string, unknown>>;
  readonly conversationVariables?: readonly Readonly<Record<string, unknown>>[];
}

const columnWidth = 320;
const rowHeight = 170;

export function flowFile(flow: TemplateFlow): string {
  const places = placeNodes(flow.nodes, flow.edges);
  const kindOf = new Map(flow.nodes.map(({ id, type }) => [id, type]));
  const parentOf = new Map(flow.nodes.map(({ id, parentId }) => [id, parentId]));
  return JSON.stringify({
    kind: 'app',
    version: '0.6.0',
    app: profileOf(flow),
    dependencies: [],
    workflow: {
      conversation_variables: flow.conversationVariables ?? [],
      environment_variables: [],
      features: flow.features ?? {},
      graph: {
        nodes: flow.nodes.map((node) => ({
          id: node.id,
          type: node.type.endsWith('-start') ? `custom-${node.type}` : 'custom',
          position: node.position ?? places.get(node.id) ?? { x: 0, y: 0 },
          ...node.size,
          ...(node.parentId === undefined ? {} : { parentId: node.parentId, zIndex: 1001 }),
          data: {
            title: node.title,
            desc: '',
            ...node.data,
            type: node.type,
            ...insideOf(node.parentId, kindOf),
          },
        })),
        edges: flow.edges.map(([source, target, handle = 'source']) => ({
          id: `${source}-${handle}-${target}`,
          source,
          sourceHandle: handle,
          target,
          targetHandle: 'target',
          type: 'custom',
          data: {
            sourceType: kindOf.get(source),
            targetType: kindOf.get(target),
            ...insideOf(parentOf.get(source), kindOf),
          },
        })),
        viewport: { x: 0, y: 0, zoom: 1 },
      },
    },
  });
}

function insideOf(
  parentId: string | undefined,
  kindOf: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  if (parentId === undefined) return {};
  return kindOf.get(parentId) === 'loop'
    ? { isInLoop: true, loop_id: parentId }
    : { isInIteration: true, iteration_id: parentId };
}

export interface TemplateClassic {
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly background: string;
  readonly mode: Extract<AppMode, 'chat' | 'completion'>;
  readonly config: Readonly<Record<string, unknown>>;
}

export function classicFile(app: TemplateClassic): string {
  return JSON.stringify({
    kind: 'app',
    version: '0.6.0',
    app: profileOf(app),
    dependencies: [],
    model_config: app.config,
  });
}

function profileOf({ name, description, icon, background, mode }: TemplateFlow | TemplateClassic) {
  return { name, description, icon, icon_type: 'emoji', icon_background: background, mode };
}

/** Columns by the longest way from the start, rows in the order of the list. */
function placeNodes(
  nodes: readonly TemplateNode[],
  edges: readonly TemplateEdge[],
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const columns = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  // As many passes as there are nodes: enough for the longest way, whatever the order of edges.
  for (const _ of nodes)
    for (const [from, to] of edges)
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(from) ?? 0) + 1));
  const filled = new Map<number, number>();
  return new Map(
    nodes
      .filter(({ parentId }) => parentId === undefined)
      .map(({ id }) => {
        const column = columns.get(id) ?? 0;
        const row = filled.get(column) ?? 0;
        filled.set(column, row + 1);
        return [id, { x: 80 + column * columnWidth, y: 240 + row * rowHeight }];
      }),
  );
}
