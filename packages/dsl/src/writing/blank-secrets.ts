/**
 * What an app file may not carry to another installation (spec/dsl.md 1.5): credentials, addresses
 * and subscriptions that belong to this one, and default files that lie in its store.
 */
import { isTree, withoutKeys, type Tree } from '../reading/shape.ts';

/** A node's `data` without what belongs to this installation. */
export function blankNodeData(data: Tree, kind: string, includeSecrets: boolean): Tree {
  const blank = Object.hasOwn(blanksOfKind, kind) ? blanksOfKind[kind] : undefined;
  const portable = withoutLocalFiles(blank === undefined ? data : blank(data));
  return includeSecrets ? portable : withoutCredentials(portable);
}

/** A classic configuration without credentials: its tools never carry them. */
export function blankClassic(classic: Tree): Tree {
  return withoutLocalFiles(withoutCredentials(classic));
}

const blanksOfKind: Readonly<Record<string, (data: Tree) => Tree>> = {
  'trigger-webhook': (data) => blanked(data, ['webhook_url', 'webhook_debug_url']),
  'trigger-plugin': (data) => blanked(data, ['subscription_id']),
};

function blanked(data: Tree, keys: readonly string[]): Tree {
  const present = keys.filter((key) => Object.hasOwn(data, key));
  return { ...data, ...Object.fromEntries(present.map((key) => [key, ''])) };
}

function withoutCredentials(tree: Tree): Tree {
  return mapTrees(tree, (part) =>
    Object.hasOwn(part, 'credential_id') && isTool(part)
      ? withoutKeys(part, ['credential_id'])
      : part,
  );
}

function isTool(part: Tree): boolean {
  return Object.hasOwn(part, 'tool_name') || Object.hasOwn(part, 'provider_name');
}

/** Without default files that were uploaded here; a file at an address keeps its address. */
export function withoutLocalFiles(tree: Tree): Tree {
  return mapTrees(tree, (part) => {
    if (!Object.hasOwn(part, 'default')) return part;
    const value = part['default'];
    if (isUpload(value)) return withoutKeys(part, ['default']);
    if (Array.isArray(value) && value.some(isUpload))
      return { ...part, default: value.filter((item) => !isUpload(item)) };
    return isTree(value) && value['transfer_method'] === 'remote_url'
      ? { ...part, default: withoutKeys(value, ['upload_file_id']) }
      : part;
  });
}

function isUpload(value: unknown): boolean {
  return isTree(value) && value['transfer_method'] === 'local_file';
}

/** Applies a change to every map, inner ones first. */
function mapTrees(tree: Tree, change: (part: Tree) => Tree): Tree {
  return change(
    Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapValue(value, change)])),
  );
}

function mapValue(value: unknown, change: (part: Tree) => Tree): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => mapValue(item, change));
  return isTree(value) ? mapTrees(value, change) : value;
}
