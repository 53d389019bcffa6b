/** The attributes of a file that selectors and conditions may name, with their types. */
export const fileAttributes = [
  ['name', 'string'],
  ['url', 'string'],
  ['extension', 'string'],
  ['mime_type', 'string'],
  ['type', 'string'],
  ['transfer_method', 'string'],
  ['size', 'number'],
  ['related_id', 'string'],
] as const;

/** Types that can be told apart and made by hand. */
export const valueTypes = [
  'string',
  'number',
  'boolean',
  'object',
  'array[string]',
  'array[number]',
  'array[object]',
  'array[boolean]',
] as const;

/**
 * Whether a variable of a type may stand where some types are accepted; no list accepts every type.
 * `any` is not known until a run and so fits everywhere; `array[any]` accepts and fits every list.
 */
export function fitsType(type: string, accepts: readonly string[] | undefined): boolean {
  if (!accepts || accepts.length === 0 || accepts.includes('any')) return true;
  const plain = plainType(type);
  if (plain === 'any' || accepts.includes(plain)) return true;
  if (!isListType(plain)) return false;
  return accepts.some((wanted) =>
    plain === 'array[any]' ? isListType(wanted) : wanted === 'array[any]',
  );
}

export function isListType(type: string): boolean {
  return type.startsWith('array');
}

/** `string` of `array[string]`; `any` where it is not said. */
export function itemType(type: string): string {
  return /^array\[(.+)\]$/.exec(type)?.[1] ?? 'any';
}

/** Names that mean another one: a secret is a text, an integer a number. */
export function plainType(type: string): string {
  return sameTypes[type] ?? type;
}

const sameTypes: Readonly<Record<string, string>> = {
  secret: 'string',
  integer: 'number',
  float: 'number',
  bool: 'boolean',
  array: 'array[any]',
  '': 'any',
};
