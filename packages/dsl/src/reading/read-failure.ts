import { noFailurePolicy, type FailurePolicy, type Value } from '@outpost/contracts';
import { isTree, type Tree } from './shape.ts';

/** The keys of a node's `data` that say what happens when it fails. */
export const failureKeys = ['error_strategy', 'default_value', 'retry_config'] as const;

const retriesMax = 100;
const intervalMaxMs = 600_000;

/** What happens when a node fails, from its `data`. What makes no sense counts as not said. */
export function failureFromData(data: Tree): FailurePolicy {
  const strategy = data['error_strategy'];
  if (strategy !== 'fail-branch' && strategy !== 'default-value')
    return { ...noFailurePolicy, retry: retryFrom(data['retry_config']) };
  return {
    retry: retryFrom(data['retry_config']),
    strategy,
    defaults: strategy === 'default-value' ? defaultsFrom(data['default_value']) : {},
  };
}

function retryFrom(config: unknown): FailurePolicy['retry'] {
  if (!isTree(config) || config['retry_enabled'] !== true) return null;
  const retries = boundedInteger(config['max_retries'], retriesMax);
  if (retries === 0) return null;
  return {
    retriesMax: retries,
    intervalMs: boundedInteger(config['retry_interval'], intervalMaxMs),
  };
}

function boundedInteger(value: unknown, limit: number): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : 0;
  return Number.isFinite(number) ? Math.min(Math.max(Math.trunc(number), 0), limit) : 0;
}

function defaultsFrom(entries: unknown): Readonly<Record<string, Value>> {
  const defaults: Record<string, Value> = {};
  for (const entry of Array.isArray(entries) ? (entries as readonly unknown[]) : [])
    if (isTree(entry) && typeof entry['key'] === 'string')
      defaults[entry['key']] = defaultValue(entry['type'], entry['value']);
  return defaults;
}

/** spec/dsl.md 2.4: for types other than text, a text value holds the value as a number or as JSON. */
function defaultValue(type: unknown, value: unknown): Value {
  if (type === 'string' || typeof value !== 'string') return (value ?? null) as Value;
  if (type === 'number') {
    const number = Number(value);
    return value.trim() === '' || !Number.isFinite(number) ? value : number;
  }
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
