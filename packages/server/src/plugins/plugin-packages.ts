/**
 * Plugin packages on this machine. The file lies in the file store, shared by all processes; what is
 * unpacked of it lies in the data directory, in a folder named by the package's checksum that is
 * made whole or not at all and never changed. Nothing is resolved and no network is used.
 */
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, type FileStore, type IdSource, type PackageReport } from '@outpost/contracts';
import type { PackagePlan, PluginPackage, PublicKey } from '@outpost/packs';
import { readDeclaration, type PluginHost } from '@outpost/plugin-host';
import type { Store, StoredPackage } from '@outpost/store';

export interface TrustedKey {
  readonly fingerprint: string;
  readonly name: string;
  readonly pem: string;
  readonly addedAt: number;
}

export interface PluginPackagesOptions {
  readonly directory: string;
  readonly files: FileStore;
  readonly store: Store;
  readonly ids: IdSource;
  readonly host: Pick<PluginHost, 'pythons'>;
  readonly packageBytesMax: number;
}

export interface UnpackedPlugin {
  readonly directory: string;
  readonly packages: string;
}

export type PluginPackages = ReturnType<typeof createPluginPackages>;

export function createPluginPackages(options: PluginPackagesOptions) {
  const { directory, files, store, ids, host, packageBytesMax } = options;
  const unpackedRoot = join(directory, 'packages');
  const incoming = join(directory, 'incoming');
  const unpacking = new Map<string, Promise<UnpackedPlugin>>();

  // What a process that was killed left half done.
  const swept = sweep();
  async function sweep(): Promise<void> {
    for (const folder of [unpackedRoot, incoming])
      for (const name of await readdir(folder).catch(() => []))
        if (name.startsWith('.')) await removeOld(join(folder, name));
  }

  /** The package's file on this machine's disk. */
  async function localFile(
    stored: Pick<StoredPackage, 'checksum' | 'storageKey'>,
  ): Promise<string> {
    const file = join(incoming, `${stored.checksum}.difypkg`);
    if (existsSync(file)) return file;
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const half = join(incoming, `.${ids.uuid()}`);
    await pipeline(
      Readable.from(await files.read(stored.storageKey)),
      createWriteStream(half, { mode: 0o600 }),
    );
    await rename(half, file);
    return file;
  }

  async function found(checksum: string): Promise<StoredPackage> {
    const stored = await store.plugins.getPackage(checksum);
    if (!stored) throw new AppError('not_found', { details: { thing: `The package ${checksum}` } });
    return stored;
  }

  async function open(checksum: string): Promise<PluginPackage> {
    const { openPluginPackage } = await import('@outpost/packs');
    return openPluginPackage(await localFile(await found(checksum)), {
      limits: { packageBytesMax },
    });
  }

  async function planOf(pluginPackage: PluginPackage): Promise<{
    readonly plan: PackagePlan | null;
    readonly python: {
      readonly path: string;
      readonly version: string;
      readonly tag: string;
    } | null;
    readonly target: string | null;
  }> {
    const { describeTarget, pageBytesOfMachine, planPackage, targetOfMachine } =
      await import('@outpost/packs');
    const { usable } = await host.pythons();
    const pageBytes = pageBytesOfMachine();
    let first: Awaited<ReturnType<typeof planOf>> | null = null;
    for (const python of usable) {
      const target = targetOfMachine(python.version);
      if (!target) continue;
      const plan = await planPackage(
        pluginPackage,
        target,
        pageBytes === null ? {} : { pageBytes },
      );
      const answer = { plan, python, target: describeTarget(target) };
      if (plan.problems.length === 0) return answer;
      first ??= answer;
    }
    return first ?? { plan: null, python: null, target: null };
  }

  /** Keeps an uploaded file and says what is known of it; nothing of it is installed. */
  async function add(content: AsyncIterable<Uint8Array>): Promise<StoredPackage> {
    await swept;
    const { openPluginPackage, unpackPluginFiles } = await import('@outpost/packs');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const work = await mkdtemp(join(incoming, '.upload-'));
    try {
      const file = join(work, 'package.difypkg');
      await pipeline(Readable.from(content), createWriteStream(file, { mode: 0o600 }));
      await using pluginPackage = await openPluginPackage(file, { limits: { packageBytesMax } });
      const { checksum, uniqueIdentifier, pluginId } = await pluginPackage.facts();
      const known = await store.plugins.getPackage(checksum);
      if (known) return known;
      const plain = join(work, 'plugin');
      await unpackPluginFiles(pluginPackage, {
        directory: plain,
        signal: AbortSignal.timeout(unpackMs),
      });
      const declaration = readDeclaration(plain);
      const storageKey = `plugins/${ids.uuid()}`;
      const { createReadStream } = await import('node:fs');
      const kept = await files.write(storageKey, createReadStream(file), {
        limitBytes: packageBytesMax,
      });
      const stored = {
        checksum,
        pluginId,
        version: pluginPackage.manifest.version,
        identifier: uniqueIdentifier,
        storageKey,
        sha256: kept.sha256,
        sizeBytes: kept.sizeBytes,
        declaration,
      };
      await store.plugins.addPackage(stored);
      return found(checksum);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  async function report(
    checksum: string,
    { keys, installedVersion }: { keys: readonly TrustedKey[]; installedVersion: string | null },
  ): Promise<PackageReport & { readonly pythonTag: string | null }> {
    const stored = await found(checksum);
    await using pluginPackage = await open(checksum);
    const signature = await signatureOf(pluginPackage, keys);
    const { plan, python, target } = await planOf(pluginPackage);
    const { declaration } = stored;
    const noPython = {
      project: null,
      words: {
        en: 'No Python that can run plugins (CPython 3.12 or newer) was found on this machine. See: outpost plugin python',
        zh: '本机没有可运行插件的 Python（CPython 3.12 或更高版本）。参见：outpost plugin python',
      },
    };
    const list = (rows: PackagePlan['problems'] = []) =>
      rows.map(({ project, words }) => ({ project, words: { ...words } }));
    const problems = plan ? list(plan.problems) : [noPython];
    return {
      checksum,
      identifier: stored.identifier,
      pluginId: stored.pluginId,
      version: stored.version,
      label: declaration.label,
      description: declaration.description,
      category: declaration.category,
      sizeBytes: stored.sizeBytes,
      permissions: declaration.permissions,
      signature,
      target,
      python: python && { path: python.path, version: python.version },
      pythonTag: python?.tag ?? null,
      wheels: (plan?.wheels ?? []).map(({ name, sizeBytes }) => ({
        file: name.filename,
        sizeBytes,
      })),
      problems,
      warnings: list(plan?.warnings),
      installedVersion,
      verdict:
        problems.length > 0 ? 'refused' : signature.status === 'valid' ? 'ready' : 'unverified',
    };
  }

  /** The unpacked package; unpacks it when this machine has not got it yet. */
  function unpacked(
    checksum: string,
    onProgress: (doneBytes: number, totalBytes: number) => void = () => {},
  ): Promise<UnpackedPlugin> {
    const known = unpacking.get(checksum);
    if (known) return known;
    const work = unpack(checksum, onProgress).finally(() => unpacking.delete(checksum));
    unpacking.set(checksum, work);
    return work;
  }

  async function unpack(
    checksum: string,
    onProgress: (doneBytes: number, totalBytes: number) => void,
  ): Promise<UnpackedPlugin> {
    await swept;
    const folder = join(unpackedRoot, checksum);
    const places = { directory: join(folder, 'plugin'), packages: join(folder, 'packages') };
    if (existsSync(folder)) return places;
    const { unpackPluginFiles, unpackWheels } = await import('@outpost/packs');
    await mkdir(unpackedRoot, { recursive: true, mode: 0o700 });
    const half = await mkdtemp(join(unpackedRoot, `.${checksum.slice(0, 12)}-`));
    try {
      await using pluginPackage = await open(checksum);
      const { plan } = await planOf(pluginPackage);
      if (!plan) throw new AppError('plugin_not_found', { details: { plugin: checksum } });
      const signal = AbortSignal.timeout(unpackMs);
      await unpackPluginFiles(pluginPackage, { directory: join(half, 'plugin'), signal });
      await unpackWheels(pluginPackage, plan, {
        directory: join(half, 'packages'),
        signal,
        onProgress,
      });
      await writeFile(join(half, 'complete.json'), JSON.stringify({ checksum }));
      await rename(half, folder);
    } catch (error) {
      await rm(half, { recursive: true, force: true });
      // Another process on the same directory was faster.
      if (!existsSync(folder)) throw error;
    }
    await rm(join(incoming, `${checksum}.difypkg`), { force: true });
    return places;
  }

  return {
    add,
    report,
    unpacked,
    /** Removes what is unpacked of packages that nobody has installed any more. */
    async removeUnpacked(checksum: string): Promise<void> {
      await rm(join(unpackedRoot, checksum), { recursive: true, force: true });
    },
  };
}

async function signatureOf(
  pluginPackage: PluginPackage,
  keys: readonly TrustedKey[],
): Promise<PackageReport['signature']> {
  const { parsePublicKey, verifySignature } = await import('@outpost/packs');
  const parsed: PublicKey[] = keys.map(({ pem, name }) => parsePublicKey(pem, name));
  const { files } = await pluginPackage.facts();
  const verdict = verifySignature(files, pluginPackage.comment, parsed);
  const signedAt = verdict.status === 'unsigned' ? null : verdict.time * 1000;
  const fingerprint = verdict.status === 'valid' ? verdict.key.fingerprint : null;
  return {
    status: verdict.status,
    keyName: keys.find((key) => key.fingerprint === fingerprint)?.name ?? null,
    fingerprint,
    signedAt,
  };
}

/** Only what is old: another process may be at work. */
async function removeOld(path: string): Promise<void> {
  const { mtimeMs } = await stat(path);
  if (Date.now() - mtimeMs > leftoverMs) await rm(path, { recursive: true, force: true });
}

const unpackMs = 600_000;
const leftoverMs = 3_600_000;
