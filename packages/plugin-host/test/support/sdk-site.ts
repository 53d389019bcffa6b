// The real SDK in several versions, as wheels pinned by hash, unpacked once into `.outpost`.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractZip, fetchPinnedFile, prepareNetwork, readRegistrySettings } from '@outpost/packs';

interface WheelLock {
  readonly wheels: Readonly<
    Record<string, { readonly project: string; readonly version: string; readonly sha256: string }>
  >;
  readonly sdks: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

const root = fileURLToPath(new URL('../../../../.outpost/plugin-tests/', import.meta.url));
const lockText = readFileSync(new URL('../fixtures/sdk-wheels.lock.json', import.meta.url), 'utf8');
const lock = JSON.parse(lockText) as WheelLock;
const settings = readRegistrySettings(process.env);
const architecture = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

/** Where interpreters keep what they compiled, by the sources' paths. */
export const compiledPackages = join(root, 'compiled');

/** Oldest first. */
export const sdkVersions = Object.keys(lock.sdks);

/** The folder with the packages of an SDK; fetched and unpacked when it is not there yet. */
export async function sdkSite(version: string): Promise<string> {
  const files = lock.sdks[version]?.[architecture];
  if (!files)
    throw new Error(`No wheels are pinned for dify-plugin ${version} on ${architecture}.`);
  const hash = createHash('sha256').update(lockText).digest('hex').slice(0, 12);
  const site = join(root, `sdk-${version}-${hash}`);
  if (existsSync(site)) return site;
  mkdirSync(root, { recursive: true });
  const made = await mkdtemp(`${site}.`);
  try {
    for (const file of files)
      await extractZip(await wheel(file), {
        directory: made,
        wanted: null,
        signal: AbortSignal.timeout(120_000),
      });
    renameSync(made, site);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // Another test process was faster.
    if (!existsSync(site)) throw error;
  }
  return site;
}

async function wheel(file: string): Promise<string> {
  const pinned = lock.wheels[file];
  if (!pinned) throw new Error(`${file} is not pinned.`);
  const path = join(root, 'wheels', file);
  if (existsSync(path)) return path;
  prepareNetwork(settings, process.env);
  await fetchPinnedFile({
    source: { type: 'pypi', project: pinned.project, version: pinned.version, filename: file },
    file: path,
    sha256: pinned.sha256,
    bytesMax: 100 * 1024 * 1024,
    settings,
    signal: AbortSignal.timeout(300_000),
  });
  return path;
}
