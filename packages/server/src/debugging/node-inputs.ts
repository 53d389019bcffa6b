import {
  AppError,
  type AppDocument,
  type NodeInput,
  type Value,
  type Values,
} from '@outpost/contracts';
import type { Plan, PlanNode } from '@outpost/engine';

/** A value that is known before a run, and why. */
export interface KnownValue {
  readonly value: Value;
  readonly origin: 'last-run' | 'edited' | 'default';
}

/** What is known of a variable; null when nothing is. */
export type FindValue = (scope: string, name: string) => KnownValue | null;

export interface NodeReading {
  readonly plan: Plan;
  readonly document: AppDocument;
  readonly node: PlanNode;
  readonly find: FindValue;
}

/** System variables that every run sets itself. */
const ownSystem: ReadonlySet<string> = new Set([
  'user_id',
  'app_id',
  'workflow_id',
  'workflow_run_id',
]);
const systemDefaults: Values = { files: [], dialogue_count: 0, conversation_id: '' };
/** System variables that a run is given from outside. */
export const systemTypes: Readonly<Record<string, string>> = {
  query: 'string',
  files: 'array[file]',
  dialogue_count: 'number',
  conversation_id: 'string',
};

/**
 * The variables that a node reads, each once, with what it would get: of a container those that it
 * and what is inside it read from outside; of a node that begins the app its inputs. The environment
 * and what a run sets itself are left out: they are always there.
 */
export function nodeInputs(reading: NodeReading): readonly NodeInput[] {
  const seen = new Set<string>();
  const inputs: NodeInput[] = [];
  for (const [scope, name] of readsOf(reading)) {
    const selector = `${scope}.${name}`;
    if (seen.has(selector) || isAlwaysThere(reading, scope, name)) continue;
    seen.add(selector);
    inputs.push(describe(reading, scope, name));
  }
  return inputs;
}

/** The value under `name` in the scope, or its default. */
function describe({ plan, document, find }: NodeReading, scope: string, name: string): NodeInput {
  const node = plan.nodes.get(scope);
  const known = find(scope, name);
  return {
    selector: `${scope}.${name}`,
    nodeId: node ? scope : null,
    title: node?.title ?? scope,
    name,
    valueType: typeOf({ plan, document }, scope, name),
    origin: known?.origin ?? 'none',
    value: known?.value ?? null,
  };
}

function typeOf(
  { plan, document }: Pick<NodeReading, 'plan' | 'document'>,
  scope: string,
  name: string,
): string {
  if (scope === 'sys') return systemTypes[name] ?? 'any';
  if (scope === 'conversation')
    return (
      document.conversationVariables.find((variable) => variable.name === name)?.valueType ?? 'any'
    );
  const node = plan.nodes.get(scope);
  return node?.kind.outputs(node.config)[name] ?? 'any';
}

/** Values of the app itself, where no run has given any. */
export function defaultValue(
  document: AppDocument,
  scope: string,
  name: string,
): KnownValue | null {
  const value =
    scope === 'conversation'
      ? document.conversationVariables.find((variable) => variable.name === name)?.value
      : scope === 'sys'
        ? systemDefaults[name]
        : undefined;
  return value === undefined ? null : { value, origin: 'default' };
}

/** The variables for running the node alone, by scope. Throws `node_inputs_missing` naming them all. */
export function surroundings(reading: NodeReading): Record<string, Values> {
  const { node, find } = reading;
  const inputs = nodeInputs(reading);
  const missing = inputs.filter(({ origin }) => origin === 'none');
  // What an app asks for at its beginning may have defaults of its own, and says what it lacks.
  if (missing.length > 0 && !node.kind.readInputs) throw inputsMissing(node, missing);
  const scopes: Record<string, Values> = {};
  for (const { selector, name } of inputs) {
    const scope = selector.slice(0, -name.length - 1);
    const known = find(scope, name);
    if (known) scopes[scope] = { ...scopes[scope], [name]: known.value };
  }
  return node.kind.readInputs
    ? { ...scopes, [node.id]: node.kind.readInputs(node.config, scopes[node.id] ?? {}) }
    : scopes;
}

function inputsMissing(node: PlanNode, missing: readonly NodeInput[]): AppError {
  const names = missing
    .map(({ title, name, valueType }) => `${title}.${name} (${valueType})`)
    .join(', ');
  return new AppError('node_inputs_missing', { details: { node: node.title, names, missing } });
}

function readsOf({ plan, node }: NodeReading): readonly (readonly [string, string])[] {
  if (node.kind.readInputs)
    return Object.keys(node.kind.outputs(node.config)).map((name) => [node.id, name]);
  const inside = node.kind.container
    ? [...plan.nodes.values()].filter((other) => isInside(plan, other, node.id))
    : [];
  const own = new Set([...inside.map(({ id }) => id), ...(node.kind.container ? [node.id] : [])]);
  return [node, ...inside].flatMap(({ kind, config }) =>
    kind
      .references(config)
      .flatMap(([scope = '', name = '']): (readonly [string, string])[] =>
        own.has(scope) || name === '' ? [] : [[scope, name]],
      ),
  );
}

function isInside(plan: Plan, node: PlanNode, containerId: string): boolean {
  for (let id = node.scope.containerId; id !== null;) {
    if (id === containerId) return true;
    id = plan.nodes.get(id)?.scope.containerId ?? null;
  }
  return false;
}

function isAlwaysThere({ plan }: NodeReading, scope: string, name: string): boolean {
  return scope === 'env' || plan.emptied.has(scope) || (scope === 'sys' && ownSystem.has(name));
}
