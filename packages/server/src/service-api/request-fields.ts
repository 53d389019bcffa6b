/** Reads single fields of requests, in the Service API's tolerant way; faults are `request_invalid`. */
import { AppError } from '@outpost/contracts';

export type Fields = Readonly<Record<string, unknown>>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

export function invalid(path: string, reason: string): AppError {
  return new AppError('request_invalid', { details: { path, reason } });
}

/** A text that must be there and not be empty; NUL characters are taken out. */
export function requiredText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw invalid(name, 'it must be a text');
  return withoutNul(value);
}

/** Undefined when it is absent or null. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw invalid(name, 'it must be a text');
  return value === undefined ? undefined : withoutNul(value);
}

export function requiredObject(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(name, 'it must be an object');
  return value as Fields;
}

/** Null counts as absent. */
export function optionalList(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw invalid(name, 'it must be a list');
  return value as readonly unknown[];
}

export function optionalFlag(fields: Fields, name: string, fallback: boolean): boolean {
  const value = fields[name] ?? fallback;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalid(name, 'it must be true or false');
}

/** Absent, null, empty and blank all mean none; anything else must be a UUID. */
export function optionalUuid(fields: Fields, name: string): string | null {
  const value = fields[name] ?? '';
  if (typeof value !== 'string') throw invalid(name, 'it must be a UUID');
  const text = value.trim();
  if (text === '') return null;
  if (!isUuid(text)) throw invalid(name, 'it must be a UUID');
  return text.toLowerCase();
}

/** Only the exact word `streaming` streams. */
export function wantsStream(fields: Fields): boolean {
  const mode = fields['response_mode'] ?? 'blocking';
  if (mode !== 'streaming' && mode !== 'blocking')
    throw invalid('response_mode', 'it must be “streaming” or “blocking”');
  return mode === 'streaming';
}

/** A whole number in a query; throws outside of the range. */
export function queryNumber(
  query: URLSearchParams,
  name: string,
  {
    least,
    most,
    fallback,
  }: { readonly least: number; readonly most: number; readonly fallback: number },
): number {
  const text = query.get(name) ?? '';
  if (text === '') return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw invalid(name, `it must be a whole number from ${least} to ${most}`);
  return value;
}

export function queryUuid(query: URLSearchParams, name: string): string | undefined {
  return optionalUuid({ [name]: query.get(name) }, name) ?? undefined;
}

function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
