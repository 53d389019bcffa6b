import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { AppError, messageOf } from '@outpost/contracts';
import { pyodideFiles, type SandboxAssets } from '../assets.ts';
import type { InstalledWheels } from '../libraries/wheels.ts';
import { bootstrapSource } from './bootstrap-source.ts';
import { spawnInterpreter } from './child-process.ts';
import { readFrames, writeFrame, type ChildReply } from './frames.ts';
import type { ArchiveEntry } from './realm.ts';
import { realmSource } from './realm-source.ts';
import { unpackSource } from './unpack-source.ts';

/** What an interpreter starts from: the heap with everything imported, and the libraries' files. */
export interface PreparedSnapshot {
  /** Changes with Node, pyodide, the bootstrap and the set of libraries. */
  readonly key: string;
  readonly file: string;
  readonly archive: string | null;
  readonly entries: readonly ArchiveEntry[];
}

export interface SnapshotOptions {
  readonly assets: SandboxAssets;
  /** Where snapshots are kept; made when missing. */
  readonly directory: string;
  readonly wheels: InstalledWheels;
  readonly log: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * The snapshot for this Node, pyodide and set of libraries; built on first use, in a child with the same
 * walls as any interpreter. The folder appears by one rename, so a killed build leaves nothing that
 * could be taken for a finished one; older snapshots are removed.
 */
export async function prepareSnapshot(options: SnapshotOptions): Promise<PreparedSnapshot> {
  const key = await snapshotKey(options.assets, options.wheels);
  const folder = join(options.directory, key);
  if (!existsSync(join(folder, indexName))) await buildSnapshot(options, folder);
  const index = JSON.parse(await readFile(join(folder, indexName), 'utf8')) as {
    readonly entries: readonly ArchiveEntry[];
  };
  return {
    key,
    file: join(folder, snapshotName),
    archive: index.entries.length > 0 ? join(folder, archiveName) : null,
    entries: index.entries,
  };
}

async function snapshotKey(assets: SandboxAssets, wheels: InstalledWheels): Promise<string> {
  const { version } = JSON.parse(
    await readFile(join(assets.pyodideDirectory, 'package.json'), 'utf8'),
  ) as { readonly version: string };
  const parts = [
    process.version,
    process.arch,
    version,
    bootstrapSource,
    unpackSource,
    realmSource,
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    wheels.files.map((wheel) => wheel.sha256),
    wheels.roots,
    wheels.preload,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}

async function buildSnapshot(options: SnapshotOptions, folder: string): Promise<void> {
  const startedAt = performance.now();
  options.log(
    'Preparing the Python sandbox; this happens once per version and takes some seconds.',
  );
  const temporary = `${folder}.${process.pid}.tmp`;
  try {
    const wheels = await Promise.all(options.wheels.files.map(({ path }) => readFile(path)));
    const built = await buildInChild(options, wheels);
    await mkdir(temporary, { recursive: true });
    await writeFile(join(temporary, snapshotName), built.snapshot);
    await writeFile(join(temporary, archiveName), built.archive);
    await writeFile(join(temporary, indexName), JSON.stringify({ entries: built.entries }));
    await removeOthers(options.directory, temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (error instanceof AppError) throw error;
    const reason = `the Python snapshot could not be made: ${messageOf(error)}`;
    throw new AppError('sandbox_unavailable', { details: { reason }, cause: error });
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  options.log(`The Python sandbox is ready after ${seconds} s.`);
}

interface Built {
  readonly snapshot: Buffer;
  readonly archive: Buffer;
  readonly entries: readonly ArchiveEntry[];
}

function buildInChild(
  { assets, wheels, signal }: SnapshotOptions,
  contents: readonly Buffer[],
): Promise<Built> {
  const child = spawnInterpreter(assets, []);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  return new Promise<Built>((resolve, reject) => {
    let said = '';
    const stop = (reason: string): void => reject(new Error(reason));
    const timer = setTimeout(() => stop(`no answer within ${buildMs / 1000} s`), buildMs);
    const abandon = (): void => stop('it was stopped');
    signal.addEventListener('abort', abandon, { once: true });
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 4000) said += chunk.toString('utf8');
    });
    child.on('error', (error) => stop(error.message));
    child.on('exit', (code, killed) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
      stop(`its process ended (${killed ?? `code ${code}`}) ${said}`);
    });
    readFrames(
      child.stdout,
      frameBytesMax,
      (header, payload) => {
        const reply = header as ChildReply;
        if (reply.type === 'built')
          resolve({
            snapshot: payload.subarray(0, reply.snapshotBytes),
            archive: payload.subarray(reply.snapshotBytes),
            entries: reply.entries,
          });
        else stop(reply.type === 'failed' ? reply.reason : 'it spoke out of turn');
      },
      reject,
    );
    const listing = wheels.files.map(
      ({ file }, index) => [file, contents[index]?.length ?? 0] as const,
    );
    writeFrame(
      child.stdin,
      {
        type: 'build',
        files: pyodideFiles(assets.pyodideDirectory),
        wheels: listing,
        roots: wheels.roots,
        preload: wheels.preload,
      },
      Buffer.concat(contents),
    );
  }).finally(() => {
    child.kill('SIGKILL');
    return ended;
  });
}

/** Snapshots of other versions, and what killed builds left. */
async function removeOthers(directory: string, keep: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (path !== keep) await rm(path, { recursive: true, force: true });
  }
}

const snapshotName = 'snapshot.bin';
const archiveName = 'libraries.bin';
const indexName = 'index.json';
const buildMs = 10 * 60_000;
const frameBytesMax = 1024 * 1024 * 1024;
