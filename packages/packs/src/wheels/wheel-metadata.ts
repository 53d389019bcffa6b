import { parseRequirement, type Requirement } from '../python-resolve/requirement.ts';

/** What a wheel's METADATA says, as far as it is needed. */
export interface WheelMetadata {
  readonly name: string;
  readonly version: string;
  readonly requiresPython: string | null;
  readonly requires: readonly Requirement[];
  /** Licence as the package states it, in an SPDX expression or in words; null when it says nothing. */
  readonly licence: string | null;
}

/** Reads METADATA. Throws an `Error` whose message is the reason. */
export function parseWheelMetadata(text: string): WheelMetadata {
  const fields = new Map<string, string[]>();
  for (const line of headLines(text)) {
    const match = /^([\w-]+):\s*(.*)$/s.exec(line);
    if (!match?.[1]) continue;
    const key = match[1].toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), match[2]?.trim() ?? '']);
  }
  const name = fields.get('name')?.[0];
  const version = fields.get('version')?.[0];
  if (!name || !version) throw new Error('its METADATA names no package');
  return {
    name,
    version,
    requiresPython: fields.get('requires-python')?.[0] ?? null,
    requires: (fields.get('requires-dist') ?? []).map(parseRequirement),
    licence: licenceFrom(fields),
  };
}

/** The lines before the description, continued ones joined. */
function headLines(text: string): readonly string[] {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
}

function licenceFrom(fields: ReadonlyMap<string, readonly string[]>): string | null {
  const expression = fields.get('license-expression')?.[0];
  if (expression) return expression;
  const stated = fields.get('license')?.[0];
  if (stated && stated.length <= 100 && stated !== 'UNKNOWN') return stated;
  const classifier = fields
    .get('classifier')
    ?.find((row) => row.startsWith('License ::'))
    ?.split('::')
    .at(-1)
    ?.trim();
  return classifier ?? null;
}
