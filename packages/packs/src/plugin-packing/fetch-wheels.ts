import { AppError } from '@outpost/contracts';
import { runLimited } from '../download/run-limited.ts';
import type { FileReference } from '../python-resolve/resolution.ts';
import type { RegistrySettings } from '../registries/registry-settings.ts';
import type { ChosenWheel } from './choose-wheels.ts';
import type { IndexClient } from './index-client.ts';
import type { BringOptions, WheelCache } from './wheel-cache.ts';

export interface FetchedWheel extends ChosenWheel {
  readonly sha256: string;
}

export interface FetchWheelsOptions extends Omit<BringOptions, 'onBytes'> {
  readonly cache: WheelCache;
  readonly index: IndexClient;
  readonly settings: RegistrySettings;
  /** Bytes of all files so far, and of how many as far as sizes are known. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** Brings all wheels into the cache, several at a time. The order is kept. Throws the `pack_` codes. */
export async function fetchWheels(
  wheels: readonly ChosenWheel[],
  options: FetchWheelsOptions,
): Promise<readonly FetchedWheel[]> {
  const fetched = new Map<ChosenWheel, FetchedWheel>();
  const absent: ChosenWheel[] = [];
  for (const wheel of wheels) {
    const { sha256 } = wheel.file;
    if (sha256 !== null && (await options.cache.has(sha256)))
      fetched.set(wheel, { ...wheel, sha256 });
    else absent.push(wheel);
  }
  const done = new Map<ChosenWheel, number>();
  const totalBytes = absent.reduce((sum, { file }) => sum + (file.sizeBytes ?? 0), 0);
  // Large files first: the last one to arrive is then a small one.
  const bySize = absent.toSorted((a, b) => (b.file.sizeBytes ?? 0) - (a.file.sizeBytes ?? 0));
  await runLimited(bySize, downloadsAtOnce, async (wheel) => {
    const onBytes = (bytes: number): void => {
      done.set(wheel, bytes);
      options.onProgress?.(
        [...done.values()].reduce((sum, part) => sum + part, 0),
        totalBytes,
      );
    };
    fetched.set(wheel, { ...wheel, sha256: await bring(wheel, { ...options, onBytes }) });
  });
  return wheels.flatMap((wheel) => fetched.get(wheel) ?? []);
}

async function bring(
  { package: { project }, file }: ChosenWheel,
  options: FetchWheelsOptions & BringOptions,
): Promise<string> {
  const { cache, index } = options;
  if (!('onIndex' in file.location)) {
    try {
      return await cache.bring(withLogin(file, options.settings), options);
    } catch (error) {
      const isGone = error instanceof AppError && error.code === 'pack_not_found';
      if (!isGone || 'path' in file.location) throw error;
    }
  }
  return cache.bring(await lookUp(project, file, index), options);
}

/** The same file as the index has it now. */
async function lookUp(
  project: string,
  { filename, sha256, sizeBytes }: FileReference,
  index: IndexClient,
): Promise<FileReference> {
  const found = (await index.files(project)).find(
    (row) =>
      row.filename === filename &&
      (row.sha256 === null || sha256 === null || row.sha256 === sha256),
  );
  if (!found)
    throw new AppError('pack_not_found', {
      details: { source: 'The package index', thing: `file ${filename}` },
    });
  return {
    filename,
    sha256: sha256 ?? found.sha256,
    sizeBytes: sizeBytes ?? found.sizeBytes,
    location: found.location,
  };
}

/**
 * Where a file of a lock is fetched from: never from a host that only the lock names, but from the
 * indexes of this machine. The public index's files keep their path on every mirror.
 */
export function addressOfLocked(file: FileReference, settings: RegistrySettings): FileReference {
  if (!('url' in file.location)) return file;
  const url = URL.parse(file.location.url);
  const hosts = settings.pypi.indexUrls.flatMap((index) => URL.parse(index)?.host ?? []);
  if (url && hosts.includes(url.host)) return file;
  const path = /\/packages\/([0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/[^/?#]+)$/.exec(
    url?.pathname ?? '',
  )?.[1];
  // Without a hash nothing would tell that it is the same file.
  return hosts.includes('pypi.org') && path !== undefined && file.sha256 !== null
    ? { ...file, location: { url: `https://files.pythonhosted.org/packages/${path}` } }
    : { ...file, location: { onIndex: true } };
}

/** The login of an index is for the files on its own host as well; resolvers leave it out. */
function withLogin(file: FileReference, settings: RegistrySettings): FileReference {
  if (!('url' in file.location)) return file;
  const url = URL.parse(file.location.url);
  if (!url || url.username !== '') return file;
  const index = settings.pypi.indexUrls
    .flatMap((address) => URL.parse(address) ?? [])
    .find(
      ({ host, protocol, username }) =>
        host === url.host && protocol === url.protocol && username !== '',
    );
  if (!index) return file;
  url.username = index.username;
  url.password = index.password;
  return { ...file, location: { url: url.href } };
}

const downloadsAtOnce = 12;
