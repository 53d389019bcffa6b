/** What is wrong with one node’s settings, at the place where it can be put right. */
import { AppError, type GraphNode, type NodeKind, type Selector } from '@outpost/contracts';
import {
  findVariable,
  leadsSomewhere,
  type VariableScope,
} from '../../../../editor/variable-scope.ts';
import { readConfig } from '../../../../editor/read-config.ts';

export interface NodeProblem {
  /** `unreadable`: the value is not what the setting takes; `missing`: nothing is chosen yet. */
  readonly type: 'unreadable' | 'missing';
  /** As in `cases.0.conditions`; empty for the node as a whole. */
  readonly path: string;
  /** The parser’s words. */
  readonly reason: { readonly en: string; readonly zh: string };
}

/** The first fault that keeps the settings from being read; the parser stops there. */
export function problemsOfNode(
  node: GraphNode,
  kind: NodeKind | undefined,
): readonly NodeProblem[] {
  if (!kind) return [];
  try {
    kind.parse(node);
    return [];
  } catch (error) {
    const { path, reason } = error instanceof AppError ? error.details : {};
    const place = typeof path === 'string' && path !== 'config' ? path : '';
    return [
      {
        type: place.startsWith('model.') ? 'missing' : 'unreadable',
        path: place,
        reason: isInBothLanguages(reason) ? reason : { en: String(error), zh: String(error) },
      },
    ];
  }
}

function isInBothLanguages(reason: unknown): reason is NodeProblem['reason'] {
  return typeof reason === 'object' && reason !== null && 'en' in reason && 'zh' in reason;
}

/** The selectors of a node that lead nowhere, each once. Fields of containers may read what is inside. Nothing chosen yet is no lost reference. */
export function lostReferences(
  node: GraphNode,
  kind: NodeKind,
  ...scopes: readonly VariableScope[]
): readonly Selector[] {
  return referencesOf(node, kind).filter(
    (selector) => !scopes.some((scope) => leadsSomewhere(findVariable(scope, selector))),
  );
}

/** What this installation lacks to run the node; null when nothing. */
export function lackOf(node: GraphNode, kind: NodeKind): string | null {
  const config = readConfig(kind, node);
  return config === undefined ? null : (kind.lacks?.(config) ?? null);
}

/** What a node reads, each selector once. */
export function referencesOf(node: GraphNode, kind: NodeKind | undefined): readonly Selector[] {
  const config = kind && readConfig(kind, node);
  if (!kind || config === undefined) return [];
  const found = new Map<string, Selector>();
  for (const selector of kind.references(config))
    if (selector.length > 1 && selector[0] !== '') found.set(selector.join('.'), selector);
  return [...found.values()];
}

/** The problem of a place, or of anything below it with `deep`. */
export function problemAt(
  problems: readonly NodeProblem[],
  path: string,
  deep: boolean,
): NodeProblem | null {
  return (
    problems.find(
      (problem) => problem.path === path || (deep && problem.path.startsWith(`${path}.`)),
    ) ?? null
  );
}
