/** A value as a cell or a line shows it: texts as they are, nothing as nothing, the rest as JSON. */
export function textOfValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : (JSON.stringify(value) ?? '');
}
