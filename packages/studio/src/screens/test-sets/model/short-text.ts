/** A value in a cell: long texts end in dots, files show their names. */
export function shortText(value: unknown): string {
  const text = textOf(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'transfer_method' in value) {
    const { filename, name, url } = value as Readonly<Record<string, unknown>>;
    const shown = filename ?? name ?? url;
    return typeof shown === 'string' ? shown : '';
  }
  return JSON.stringify(value);
}
