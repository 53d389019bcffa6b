import {
  isGraphMode,
  type AppDocument,
  type CheckGraph,
  type Graph,
  type GraphNode,
  type GraphProblem,
  type NodeKind,
  type Selector,
  type StoredVariable,
} from '@outpost/contracts';
import { graphFromClassic } from '../classic/graph-from-classic.ts';
import type { LocalText } from '../import-note.ts';
import { unavailableMessage } from '../unavailable-message.ts';

/** Something that keeps an app from running (`error`) or probably from doing what was meant (`warning`). */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly nodeId: string | null;
  /** From the root of the file, such as `workflow.graph.nodes[3].data.url`. */
  readonly path: string;
  readonly message: LocalText;
}

/** What a check is made with: the kinds of this installation, and how graphs are checked for runs. */
export interface Checks {
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly checkGraph: CheckGraph;
}

/** Where things stand in the file; the nodes of a classic app stand together. */
interface Places {
  readonly root: string;
  readonly node: (index: number) => string;
  readonly settings: (index: number) => string;
}

/** Checks that an app can run: its graph, what its nodes lack here, and the variables they name. */
export function checkDocument(document: AppDocument, checks: Checks): readonly Problem[] {
  const isGraph = isGraphMode(document.profile.mode);
  const graph = graphFromClassic(document);
  const places = isGraph ? placesInGraph : placesInClassic;
  // Classic apps become chatflows, whatever they answer with.
  const mode = isGraph ? document.profile.mode : 'advanced-chat';
  const scopes = scopesOf(graph, document);
  return [
    ...checks
      .checkGraph({ graph, kinds: checks.kinds, mode })
      .map((problem) => problemInFile(problem, graph, places)),
    ...graph.nodes.flatMap((node, index) => {
      const kind = checks.kinds.get(node.kind);
      return kind ? checkNode(node, kind, { index, places, scopes }) : [];
    }),
  ];
}

const placesInGraph: Places = {
  root: 'workflow.graph',
  node: (index) => `workflow.graph.nodes[${index}]`,
  settings: (index) => `workflow.graph.nodes[${index}].data`,
};
const placesInClassic: Places = {
  root: 'model_config',
  node: () => 'model_config',
  settings: () => 'model_config',
};

function problemInFile(
  { severity, nodeId, edgeId, path, message, messageZh }: GraphProblem,
  graph: Graph,
  places: Places,
): Problem {
  const node = graph.nodes.findIndex(({ id }) => id === nodeId);
  const edge = graph.edges.findIndex(({ id }) => id === edgeId);
  const place =
    edge >= 0
      ? `${places.root}.edges[${edge}]`
      : node < 0
        ? places.root
        : path === ''
          ? places.node(node)
          : `${places.settings(node)}.${path}`;
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return { severity, nodeId, path: place, message: { en: sentence, zh: `${messageZh}。` } };
}

function checkNode(
  node: GraphNode,
  kind: NodeKind,
  {
    index,
    places,
    scopes,
  }: { readonly index: number; readonly places: Places; readonly scopes: Scopes },
): readonly Problem[] {
  let config: unknown;
  try {
    config = kind.parse(node);
  } catch {
    // Settings that cannot be read are a problem of the graph, and told as one.
    return [];
  }
  const need = kind.lacks?.(config) ?? null;
  const lack: Problem | null =
    need === null
      ? null
      : {
          severity: 'error',
          nodeId: node.id,
          path: places.node(index),
          message: unavailableMessage(node, need),
        };
  const selectors = [...kind.references(config), ...(kind.writes?.(config) ?? [])];
  const lost = new Set(
    selectors
      .filter((selector) => !isThere(selector, scopes))
      .map((selector) => selector.join('.')),
  );
  return [
    ...(lack ? [lack] : []),
    ...[...lost].map((name): Problem => ({
      severity: 'warning',
      nodeId: node.id,
      path: places.settings(index),
      message: { en: `The variable ${name} does not exist.`, zh: `变量 ${name} 不存在。` },
    })),
  ];
}

/** The first names of every selector that leads somewhere, by its scope; null where any name may exist. */
type Scopes = ReadonlyMap<string, ReadonlySet<string> | null>;

function scopesOf(graph: Graph, document: AppDocument): Scopes {
  const named = (variables: readonly StoredVariable[]) =>
    new Set(variables.map(({ name }) => name));
  return new Map<string, ReadonlySet<string> | null>([
    ['sys', null],
    ['rag', null],
    ...graph.nodes.map((node) => [node.id, null] as const),
    ['env', named(document.environmentVariables)],
    ['conversation', named(document.conversationVariables)],
  ]);
}

function isThere([scope, name = '']: Selector, scopes: Scopes): boolean {
  // Nothing chosen yet is for the kind to judge.
  if (scope === undefined || scope === '') return true;
  const names = scopes.get(scope);
  return names === null || (names?.has(name) ?? false);
}
