/**
 * The variables of a graph as each node sees them. A node can read what runs before it on some way:
 *
 *     start ─► a ─► b        b reads start, a; not c
 *          └─► c
 *
 * Inside a container it can also read the round's own variables, and everything that the container
 * itself can read. Fields of the container that are asked after its rounds read what is inside.
 */
import type {
  AppDocument,
  AppMode,
  GraphEdge,
  GraphNode,
  JsonSchema,
  NodeKind,
  Selector,
  StoredVariable,
} from '@outpost/contracts';
import { kindIcon } from '../ui/kind-icons.ts';
import { readConfig } from './read-config.ts';
import type { Variable, VariableGroup, VariableScope } from './variable-scope.ts';
import { fileAttributes, isListType, itemType, plainType } from './variable-types.ts';

export interface GraphVariablesSource {
  readonly document: Pick<AppDocument, 'graph' | 'environmentVariables' | 'conversationVariables'>;
  readonly mode: AppMode;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  /** Titles of what is no node, and of nodes without a title. */
  readonly words: {
    readonly system: string;
    readonly environment: string;
    readonly conversation: string;
    readonly kind: (kind: NodeKind) => string;
  };
}

export interface GraphVariables {
  /** What a node can read. */
  readonly at: (nodeId: string) => VariableScope;
  /** What can be read inside a container, for fields asked after its rounds. */
  readonly inside: (nodeId: string) => VariableScope;
  /** What a node can write: conversation variables, and those of the loops around it. */
  readonly writableAt: (nodeId: string) => VariableScope;
  /** The variables a node gives. */
  readonly of: (nodeId: string) => readonly Variable[];
}

export function graphVariables(source: GraphVariablesSource): GraphVariables {
  const { graph } = source.document;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const before = Map.groupBy(graph.edges, ({ target }: GraphEdge) => target);
  const groups = new Map<string, VariableGroup>();
  const fixed = fixedGroups(source);

  const groupOf = (node: GraphNode): VariableGroup => {
    const known = groups.get(node.id);
    if (known) return known;
    const group = groupOfNode(node, source);
    groups.set(node.id, group);
    return group;
  };
  /** Ids of the nodes that run before one, nearest first, within its container. */
  const upstream = (nodeId: string): readonly string[] => {
    const found = new Set<string>();
    let edge = [nodeId];
    while (edge.length > 0) {
      const next = edge.flatMap((id) => (before.get(id) ?? []).map((one) => one.source));
      edge = [...new Set(next)].filter((id) => id !== nodeId && !found.has(id) && nodes.has(id));
      for (const id of edge) found.add(id);
    }
    return [...found];
  };
  const listItem = (selector: Selector): string => {
    const giver = nodes.get(selector[0] ?? '');
    const type = giver
      ? typeAt(groupOf(giver).variables, selector.slice(1))
      : typeAt(fixed.find(({ id }) => id === selector[0])?.variables ?? [], selector.slice(1));
    return type !== null && isListType(type) ? itemType(plainType(type)) : 'any';
  };
  const roundGroup = (container: GraphNode): VariableGroup | null => {
    const kind = source.kinds.get(container.kind);
    const config = kind && readConfig(kind, container);
    const given = config === undefined ? undefined : kind?.roundVariables?.(config);
    if (!given) return null;
    const types = Object.entries(given).map(
      ([name, type]) => [name, typeof type === 'string' ? type : listItem(type)] as const,
    );
    return {
      ...groupOf(container),
      variables: types.map(([name, type]) => variableOf([container.id, name], type)),
    };
  };
  const visible = (nodeId: string): readonly VariableGroup[] => {
    const node = nodes.get(nodeId);
    if (!node) return [];
    const parent = node.parentId === undefined ? undefined : nodes.get(node.parentId);
    const round = parent && roundGroup(parent);
    return [
      ...upstream(nodeId).flatMap((id) => groupIfAny(nodes.get(id), groupOf)),
      ...(round ? [round] : []),
      ...(parent ? visible(parent.id) : []),
    ];
  };
  const scope = (here: readonly VariableGroup[]): VariableScope => {
    const groups = here.filter(({ variables }) => variables.length > 0);
    const ids = new Set(groups.map(({ id }) => id));
    const others = [...graph.nodes.map(groupOf), ...fixed];
    return { groups, elsewhere: others.filter(({ id }) => !ids.has(id)) };
  };
  return {
    at: (nodeId) => scope([...visible(nodeId), ...fixed]),
    inside(nodeId) {
      const container = nodes.get(nodeId);
      const round = container && roundGroup(container);
      const children = graph.nodes.filter(({ parentId }) => parentId === nodeId);
      return scope([
        ...children.toReversed().flatMap((child) => groupIfAny(child, groupOf)),
        ...(round ? [round] : []),
        ...visible(nodeId),
        ...fixed,
      ]);
    },
    writableAt(nodeId) {
      const loops = containersAround(nodeId, nodes).flatMap((container) => {
        const kind = source.kinds.get(container.kind);
        const round = kind?.container?.sharesWrites ? roundGroup(container) : null;
        return round ? [round] : [];
      });
      return scope([...loops, ...fixed.filter(({ id }) => id === 'conversation')]);
    },
    of(nodeId) {
      const node = nodes.get(nodeId);
      return node ? groupOf(node).variables : [];
    },
  };
}

function groupIfAny(
  node: GraphNode | undefined,
  groupOf: (node: GraphNode) => VariableGroup,
): readonly VariableGroup[] {
  if (!node) return [];
  const group = groupOf(node);
  return group.variables.length > 0 ? [group] : [];
}

/** The containers that hold a node, the nearest first. */
function containersAround(
  nodeId: string,
  nodes: ReadonlyMap<string, GraphNode>,
): readonly GraphNode[] {
  const parentId = nodes.get(nodeId)?.parentId;
  const parent = parentId === undefined ? undefined : nodes.get(parentId);
  return parent ? [parent, ...containersAround(parent.id, nodes)] : [];
}

function groupOfNode(node: GraphNode, { kinds, words }: GraphVariablesSource): VariableGroup {
  const kind = kinds.get(node.kind);
  return {
    id: node.id,
    title: node.title || (kind ? words.kind(kind) : node.kind),
    icon: kindIcon(node.kind),
    tone: kind?.manifest.group ?? 'note',
    variables: kind ? outputsOf(node, kind) : [],
  };
}

// A node's outputs depend on the node alone, and a change makes another node.
const outputsByNode = new WeakMap<GraphNode, readonly Variable[]>();

function outputsOf(node: GraphNode, kind: NodeKind): readonly Variable[] {
  const known = outputsByNode.get(node);
  if (known) return known;
  const config = readConfig(kind, node);
  const shapes = config === undefined ? {} : (kind.shapes?.(config) ?? {});
  const outputs =
    config === undefined
      ? []
      : Object.entries(kind.outputs(config)).map(([name, type]) =>
          variableOf([node.id, name], type, shapes[name]),
        );
  outputsByNode.set(node, outputs);
  return outputs;
}

/** A variable with what it holds: attributes of a file, keys that a schema declares. */
export function variableOf(selector: Selector, type: string, schema?: JsonSchema): Variable {
  const children =
    type === 'file'
      ? fileAttributes.map(([name, attributeType]) =>
          variableOf([...selector, name], attributeType),
        )
      : propertiesOf(selector, schema, selector.length);
  const description = schema?.['description'];
  return {
    selector,
    name: selector.at(-1) ?? '',
    type,
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
    ...(children.length > 0 ? { children } : {}),
  };
}

function propertiesOf(
  selector: Selector,
  schema: JsonSchema | undefined,
  depth: number,
): readonly Variable[] {
  const properties = schema?.['properties'];
  if (typeof properties !== 'object' || properties === null || depth > depthMax) return [];
  return Object.entries(properties as Readonly<Record<string, unknown>>).map(([name, given]) => {
    const inner: JsonSchema = typeof given === 'object' && given !== null ? { ...given } : {};
    return variableOf([...selector, name], schemaType(inner), inner);
  });
}

// A reference has eleven parts at most (spec/dsl.md 4.1).
const depthMax = 10;

/** The type of a value by its schema, as app files write types. */
export function schemaType(schema: JsonSchema): string {
  const { type, items, 'x-type': own } = schema;
  if (typeof own === 'string') return own;
  const name = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (name === 'array') {
    const item = typeof items === 'object' && items !== null ? schemaType({ ...items }) : 'any';
    return `array[${item}]`;
  }
  return typeof name === 'string' ? plainType(name) : 'any';
}

function typeAt(variables: readonly Variable[], path: readonly string[]): string | null {
  const [name, ...rest] = path;
  const variable = variables.find((candidate) => candidate.name === name);
  if (!variable) return null;
  return rest.length === 0 ? variable.type : typeAt(variable.children ?? [], rest);
}

function fixedGroups({ document, mode, words }: GraphVariablesSource): readonly VariableGroup[] {
  const stored = (scope: string, variables: readonly StoredVariable[]): readonly Variable[] =>
    variables.map(({ name, valueType, description }) => ({
      ...variableOf([scope, name], valueType),
      ...(description === '' ? {} : { description }),
    }));
  return [
    {
      id: 'conversation',
      title: words.conversation,
      icon: 'chat',
      tone: 'data',
      variables: stored('conversation', document.conversationVariables),
    },
    {
      id: 'env',
      title: words.environment,
      icon: 'lock',
      tone: 'note',
      variables: stored('env', document.environmentVariables),
    },
    {
      id: 'sys',
      title: words.system,
      icon: 'settings',
      tone: 'input',
      variables: systemVariables(mode).map(([name, type]) => variableOf(['sys', name], type)),
    },
  ];
}

/** Spec/dsl.md 4.2. */
function systemVariables(mode: AppMode): readonly (readonly [name: string, type: string])[] {
  const everywhere = [
    ['files', 'array[file]'],
    ['user_id', 'string'],
    ['app_id', 'string'],
    ['workflow_id', 'string'],
    ['workflow_run_id', 'string'],
  ] as const;
  return mode === 'workflow'
    ? [...everywhere, ['timestamp', 'number']]
    : [
        ['query', 'string'],
        ...everywhere,
        ['conversation_id', 'string'],
        ['dialogue_count', 'number'],
      ];
}
