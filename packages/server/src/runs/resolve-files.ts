import type { FileOwner, FileService } from '../files/file-service.ts';

/** Replaces file references among a caller's inputs by file values; everything else stays. */
export async function resolveFiles(
  files: FileService,
  inputs: Readonly<Record<string, unknown>>,
  owner: FileOwner,
): Promise<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(inputs).map(async ([name, value]) => {
    if (isReference(value)) return [name, await files.resolve(value, owner, name)] as const;
    if (Array.isArray(value) && value.length > 0 && value.every(isReference))
      return [
        name,
        await Promise.all(value.map((item) => files.resolve(item, owner, name))),
      ] as const;
    return [name, value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'transfer_method' in value;
}
