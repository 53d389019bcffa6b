/**
 * The values a run carries from node to node: plain JSON data, and files as the objects of
 * `spec/dsl.md` 4.5. Numbers are JavaScript numbers: an integral float has no decimal point.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | FileValue
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Values = Readonly<Record<string, Value>>;

export type FileType = 'image' | 'video' | 'audio' | 'document' | 'custom';
export type TransferMethod = 'remote_url' | 'local_file' | 'tool_file' | 'datasource_file';

/** A file as nodes, code and API clients see it. `size` is in bytes, -1 when unknown; `extension` has its dot. */
export interface FileValue {
  readonly dify_model_identity: '__dify__file__';
  readonly id: string | null;
  readonly type: FileType;
  readonly transfer_method: TransferMethod;
  readonly remote_url: string | null;
  readonly related_id: string | null;
  readonly filename: string | null;
  readonly extension: string | null;
  readonly mime_type: string | null;
  readonly size: number;
  readonly url: string | null;
}

/** Names of types as app files write them. */
export type ValueType =
  | 'none'
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'file'
  | 'array[string]'
  | 'array[number]'
  | 'array[object]'
  | 'array[boolean]'
  | 'array[file]'
  | 'array[any]';

export function isFileValue(value: unknown): value is FileValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as { dify_model_identity?: unknown }).dify_model_identity === '__dify__file__'
  );
}

/** The files a value is or lists. */
export function filesInValue(value: Value | undefined): readonly FileValue[] {
  if (isFileValue(value)) return [value];
  return Array.isArray(value) ? (value as readonly Value[]).filter(isFileValue) : [];
}

export function isObjectValue(
  value: Value | undefined,
): value is { readonly [key: string]: Value } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isFileValue(value)
  );
}

/** The type of a value by its shape; an empty or mixed list is `array[any]`. */
export function typeOfValue(value: Value): ValueType {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  if (!Array.isArray(value)) return isFileValue(value) ? 'file' : 'object';
  const types = new Set((value as readonly Value[]).map(typeOfValue));
  const [only] = types;
  if (types.size !== 1 || only === undefined) return 'array[any]';
  return elementTypes.has(only) ? (`array[${only}]` as ValueType) : 'array[any]';
}

/**
 * Whether a value may stand in a variable of a type, by the names that app files use. Nothing may
 * stand everywhere, and anything in a type that nobody here knows.
 */
export function isOfType(value: Value, type: string): boolean {
  if (value === null) return true;
  if (type === 'secret') return typeof value === 'string';
  if (type === 'array[any]' || type === 'array') return Array.isArray(value);
  if (type.startsWith('array['))
    return (
      Array.isArray(value) &&
      (value as readonly Value[]).every((item) => isOfType(item, type.slice('array['.length, -1)))
    );
  return !elementTypes.has(type) || typeOfValue(value) === type;
}

const elementTypes: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'object',
  'file',
]);
