import { selectorsInTemplate } from '@outpost/contracts';
import { isTree } from '../reading/shape.ts';

/** The environment variables that a configuration reads, by name. */
export function environmentNamesIn(value: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string') {
    for (const [scope, name] of selectorsInTemplate(value))
      if (scope === 'env' && name !== undefined) names.add(name);
  } else if (Array.isArray(value)) {
    const [scope, name] = value as readonly unknown[];
    if (scope === 'env' && typeof name === 'string') names.add(name);
    for (const item of value) environmentNamesIn(item, names);
  } else if (isTree(value))
    for (const item of Object.values(value)) environmentNamesIn(item, names);
  return names;
}
