import type { Value } from '@outpost/contracts';

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
