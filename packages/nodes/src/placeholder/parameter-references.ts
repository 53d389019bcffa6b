import { selectorsInTemplate, type Selector } from '@outpost/contracts';
import { selectorField } from '../fields/fields.ts';

const depthMax = 16;

/**
 * Every selector in the parameters of tools and agents: templates in any text at any depth, and
 * `{ type: 'variable', value: selector }`.
 */
export function parameterReferences(value: unknown, depth = 0): readonly Selector[] {
  if (typeof value === 'string') return selectorsInTemplate(value);
  if (typeof value !== 'object' || value === null || depth >= depthMax) return [];
  const chosen = variableSelector(value);
  if (chosen) return [chosen];
  return Object.values(value).flatMap((inner) => parameterReferences(inner, depth + 1));
}

function variableSelector(value: object): Selector | null {
  if (!('type' in value && 'value' in value) || value.type !== 'variable') return null;
  const parsed = selectorField.safeParse(value.value);
  return parsed.success && parsed.data.length > 1 ? parsed.data : null;
}
