import { createHash } from 'node:crypto';
import { AppError } from '@outpost/contracts';
import starterLock from '../packs.lock.json' with { type: 'json' };

export type PackKind = 'chat-model' | 'embedding-model' | 'runtime';

export type PackSource =
  | {
      readonly type: 'pypi';
      readonly project: string;
      readonly version: string;
      readonly filename: string;
    }
  | { readonly type: 'npm'; readonly name: string; readonly version: string }
  | { readonly type: 'url'; readonly url: string };

/** One archive of a pack: where it comes from, what it must be, what is taken out of it. */
export interface PackFile {
  readonly source: PackSource;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Folder of the pack it is unpacked into; '' is the pack's own. */
  readonly into: string;
  /** The files taken, with their hashes; without it the whole archive is. */
  readonly contains?: readonly { readonly path: string; readonly sha256: string }[];
  /** `linux-x64` and so on; without it every platform needs the file. */
  readonly platforms?: readonly string[];
}

/** A set of files pinned by hash, installed together. */
export interface Pack {
  readonly id: string;
  readonly kind: PackKind;
  readonly version: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly licence: string;
  readonly files: readonly PackFile[];
  /** Model files in the pack, by their path in it. */
  readonly models?: readonly {
    readonly name: string;
    readonly file: string;
    readonly tokenizerFile?: string;
    readonly contextTokens?: number;
  }[];
  readonly runtime?: 'llama' | 'onnx';
}

export interface PackLock {
  readonly version: 1;
  readonly packs: readonly Pack[];
}

/** The packs that this version of the product was tried with. */
export function starterPacks(): PackLock {
  return readPackLock(starterLock, 'packs.lock.json');
}

/** Checks a pack list from outside. Throws `pack_lock_invalid`. */
export function readPackLock(value: unknown, file: string): PackLock {
  const refuse = (reason: string): never => {
    throw new AppError('pack_lock_invalid', { details: { file, reason } });
  };
  const lock = value as Partial<PackLock> | null;
  if (lock?.version !== 1 || !Array.isArray(lock.packs))
    return refuse('it is not a pack list of version 1');
  for (const pack of lock.packs as readonly Partial<Pack>[]) {
    if (typeof pack.id !== 'string' || !/^[a-z0-9][a-z0-9._-]*$/.test(pack.id))
      refuse(`“${String(pack.id)}” is not a pack id`);
    if (!Array.isArray(pack.files) || pack.files.length === 0)
      refuse(`the pack ${pack.id} has no files`);
    for (const entry of pack.files as readonly Partial<PackFile>[]) {
      if (typeof entry.sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(entry.sha256))
        refuse(`a file of the pack ${pack.id} has no SHA-256`);
      if (!Number.isSafeInteger(entry.sizeBytes) || (entry.sizeBytes ?? -1) < 0)
        refuse(`a file of the pack ${pack.id} has no size`);
      if (typeof entry.into !== 'string' || /(^|\/)\.\.(\/|$)|^\/|\\|:/.test(entry.into))
        refuse(`a file of the pack ${pack.id} goes to a folder outside of it`);
      if (!['pypi', 'npm', 'url'].includes(entry.source?.type ?? ''))
        refuse(`a file of the pack ${pack.id} has an unknown source`);
    }
  }
  return lock as PackLock;
}

/** The platform's name as Node's packages write it, such as `linux-arm64`. */
export function platformName(): string {
  return `${process.platform}-${process.arch}`;
}

/** The files of a pack that a platform needs, or null when the pack has no build for it. */
export function filesFor(pack: Pack, platform: string): readonly PackFile[] | null {
  const files = pack.files.filter((file) => file.platforms?.includes(platform) ?? true);
  const native = pack.files.some((file) => file.platforms !== undefined);
  return native && !files.some((file) => file.platforms !== undefined) ? null : files;
}

/** The folder of a pack, named by what is in it: another content is another folder. */
export function packFolder(pack: Pack, files: readonly PackFile[]): string {
  const content = files.map(({ into, sha256, contains }) => ({
    into,
    sha256,
    contains: contains?.map((entry) => [entry.path, entry.sha256]) ?? null,
  }));
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `packs/${digest}`;
}
