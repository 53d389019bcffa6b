import { isFileValue, isObjectValue, type FileValue, type Value } from './value.ts';

/** Where a value stands: `[scope, name, …path]`; the scope is a node id, `sys`, `env` or `conversation`. */
export type Selector = readonly string[];

/** The pool key of a selector's first two parts. */
export function selectorKey(scope: string, name: string): string {
  return `${scope}.${name}`;
}

/** Follows object keys and file attributes; undefined when a step leads nowhere. Lists cannot be indexed. */
export function valueAtPath(value: Value, path: readonly string[]): Value | undefined {
  let current: Value | undefined = value;
  for (const key of path) {
    if (current === undefined) return undefined;
    if (isFileValue(current)) current = fileAttribute(current, key);
    else if (isObjectValue(current))
      current = Object.hasOwn(current, key) ? current[key] : undefined;
    else return undefined;
  }
  return current;
}

/** The attributes of a file that selectors and conditions may name; undefined for any other name. */
export function fileAttribute(file: FileValue, name: string): Value | undefined {
  switch (name) {
    case 'type':
      return file.type;
    case 'size':
      return file.size;
    case 'name':
      return file.filename;
    case 'mime_type':
    case 'mimetype':
      return file.mime_type;
    case 'transfer_method':
      return file.transfer_method;
    case 'url':
      return file.url ?? file.remote_url;
    case 'extension':
      return file.extension;
    case 'related_id':
      return file.related_id;
    default:
      return undefined;
  }
}
