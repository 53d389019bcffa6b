import {
  AppError,
  isGraphMode,
  messageOf,
  type AppDocument,
  type Graph,
  type GraphNode,
  type NodeKind,
  type Selector,
  type StoredVariable,
} from '@outpost/contracts';
import { graphFromClassic } from '../classic/graph-from-classic.ts';
import type { LocalText } from '../import-note.ts';
import { unavailableMessage } from '../unavailable-message.ts';
import { checkStructure } from './check-structure.ts';

/** Something that keeps an app from running (`error`) or probably from doing what was meant (`warning`). */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly nodeId: string | null;
  /** From the root of the file, such as `workflow.graph.nodes[3].data.url`. */
  readonly path: string;
  readonly message: LocalText;
}

/** The node's place in the file, and its kind when it exists here. */
export interface CheckedNode {
  readonly node: GraphNode;
  readonly path: string;
  /** Where its settings stand; those of a classic app's nodes stand together. */
  readonly dataPath: string;
  readonly kind: NodeKind | null;
  /** Undefined when the settings cannot be read. */
  readonly config: unknown;
}

/** Checks settings, structure and references of an app with the node kinds at hand. */
export function checkDocument(
  document: AppDocument,
  kinds: ReadonlyMap<string, NodeKind>,
): readonly Problem[] {
  const isGraph = isGraphMode(document.profile.mode);
  const graph = graphFromClassic(document);
  const root = isGraph ? 'workflow.graph' : 'model_config';
  const scopes = scopesOf(graph, document);
  const problems: Problem[] = [];
  const nodes = graph.nodes.flatMap((node, index): readonly CheckedNode[] => {
    if (node.kind === '') return [];
    const path = isGraph ? `${root}.nodes[${index}]` : root;
    const place = { node, path, dataPath: isGraph ? `${path}.data` : root };
    return [checkNode(place, kinds, problems)];
  });
  return [
    ...problems,
    ...checkStructure(graph, nodes, root),
    ...nodes.flatMap((checked) => checkReferences(checked, scopes)),
  ];
}

function checkNode(
  place: Pick<CheckedNode, 'node' | 'path' | 'dataPath'>,
  kinds: ReadonlyMap<string, NodeKind>,
  problems: Problem[],
): CheckedNode {
  const { node, path, dataPath } = place;
  const kind = kinds.get(node.kind) ?? null;
  const say = (at: string, message: LocalText): void =>
    void problems.push({ severity: 'error', nodeId: node.id, path: at, message });
  if (kind === null) {
    say(`${dataPath}.type`, {
      en: `Nodes of the kind ${node.kind} do not exist here.`,
      zh: `此处没有 ${node.kind} 类型的节点。`,
    });
    return { ...place, kind, config: undefined };
  }
  try {
    const config = kind.parse(node);
    const need = kind.lacks?.(config) ?? null;
    if (need !== null) say(path, unavailableMessage(node, need));
    return { ...place, kind, config };
  } catch (error) {
    const at = error instanceof AppError ? error.details['path'] : undefined;
    const below = typeof at === 'string' && at !== '' && at !== 'config' ? `.${at}` : '';
    say(
      `${dataPath}${below}`,
      error instanceof AppError
        ? { en: error.messageIn('en'), zh: error.messageIn('zh') }
        : { en: messageOf(error), zh: messageOf(error) },
    );
    return { ...place, kind, config: undefined };
  }
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

function checkReferences(
  { node, dataPath, kind, config }: CheckedNode,
  scopes: Scopes,
): readonly Problem[] {
  if (kind === null || config === undefined) return [];
  const selectors = [...kind.references(config), ...(kind.writes?.(config) ?? [])];
  const lost = new Set(
    selectors.filter((selector) => !exists(selector)).map((selector) => selector.join('.')),
  );
  return [...lost].map((name) => ({
    severity: 'warning',
    nodeId: node.id,
    path: dataPath,
    message: { en: `The variable ${name} does not exist.`, zh: `变量 ${name} 不存在。` },
  }));

  function exists([scope, name = '']: Selector): boolean {
    // Nothing chosen yet is for the kind to judge.
    if (scope === undefined || scope === '') return true;
    const names = scopes.get(scope);
    return names === null || (names?.has(name) ?? false);
  }
}
