/**
 * What can be named at one place: the variables a picker offers, and what is known of every other
 * name, so that a reference that leads nowhere can say why. Plain data: the canvas makes it from a
 * graph (`graph-variables.ts`), the prompt lab from an app's inputs (`scopeOfNames`).
 */
import type { NodeManifest, Selector } from '@outpost/contracts';
import type { IconName } from '../ui/icon.tsx';

export interface Variable {
  /** `[node, name, …path]`; a bare `[name]` where texts name variables alone. */
  readonly selector: Selector;
  /** Its own name, the last part of the selector. */
  readonly name: string;
  /** As app files write types: `string`, `array[file]`, `any` … */
  readonly type: string;
  /** What a person calls it, or what it holds. */
  readonly description?: string;
  /** Keys of an object whose shape is known, attributes of a file. */
  readonly children?: readonly Variable[];
}

/** The variables of one giver: a node, the system, the environment, the conversation. */
export interface VariableGroup {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Its colour: that of the node's group. */
  readonly tone: NodeManifest['group'];
  readonly variables: readonly Variable[];
}

export interface VariableScope {
  /** What may be picked here, nearest first. */
  readonly groups: readonly VariableGroup[];
  /** Givers whose variables cannot be had here: nodes that run later, or on a way not taken. */
  readonly elsewhere?: readonly VariableGroup[];
  /** True where texts name variables alone and whoever reads them takes unknown names as text. */
  readonly bare?: boolean;
}

/** What a selector leads to. */
export interface FoundVariable {
  readonly state: 'known' | 'open' | 'no-giver' | 'no-name' | 'elsewhere';
  /** The giver, where there is one. */
  readonly group: VariableGroup | null;
  /** The variable, where it is declared; a path beyond what is declared has none. */
  readonly variable: Variable | null;
  /** The words after the giver's: `text`, `structured_output.name`. */
  readonly path: string;
}

/**
 * Finds a selector. `known`: declared. `open`: a path into a value whose shape nobody declared; it
 * may be there. The other states lead nowhere: the giver does not exist, it exists but gives no such
 * variable, or it gives it where this place cannot have it.
 */
export function findVariable(scope: VariableScope, selector: Selector): FoundVariable {
  if (scope.bare) return findBare(scope, selector);
  const [giver = '', ...names] = selector;
  const path = names.join('.');
  const here = scope.groups.find((group) => group.id === giver);
  const group = here ?? scope.elsewhere?.find((other) => other.id === giver);
  if (!group) return { state: 'no-giver', group: null, variable: null, path };
  const { variable, state } = walk(group.variables, names);
  return { state: here || state === 'no-name' ? state : 'elsewhere', group, variable, path };
}

/** Whether a found variable leads somewhere. */
export function leadsSomewhere({ state }: FoundVariable): boolean {
  return state === 'known' || state === 'open';
}

/** A scope of plain names, as prompts of chatbots and text generators use them. */
export function scopeOfNames(group: VariableGroup): VariableScope {
  return { groups: [group], bare: true };
}

function findBare({ groups }: VariableScope, selector: Selector): FoundVariable {
  const path = selector.join('.');
  for (const group of groups) {
    const variable = group.variables.find(({ name }) => name === path);
    if (variable) return { state: 'known', group, variable, path };
  }
  return { state: 'no-name', group: null, variable: null, path };
}

function walk(
  variables: readonly Variable[],
  [name, ...rest]: readonly string[],
): { readonly variable: Variable | null; readonly state: 'known' | 'open' | 'no-name' } {
  const variable = variables.find((candidate) => candidate.name === name);
  if (!variable) return { variable: null, state: 'no-name' };
  if (rest.length === 0) return { variable, state: 'known' };
  const inner = walk(variable.children ?? [], rest);
  if (inner.state !== 'no-name') return inner;
  // An object may hold more than what is declared of it; a text or a number holds nothing.
  return canHold(variable.type)
    ? { variable: null, state: 'open' }
    : { variable: null, state: 'no-name' };
}

function canHold(type: string): boolean {
  return type === 'object' || type === 'any';
}
