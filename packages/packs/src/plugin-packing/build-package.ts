import { createHash } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeZip, type ZipPart } from '../archives/write-zip.ts';
import { packageFacts, type HashedFile, type PackageFacts } from '../plugins/package-facts.ts';
import {
  dependencyPaths,
  ownFolder,
  upstreamFolder,
  type PluginSource,
} from '../plugin-sources/plugin-source.ts';
import { signFiles } from '../signing/package-signature.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import { provenanceText, type ProvenanceFacts } from './provenance.ts';
import { softwareBill } from './sbom.ts';
import type { WheelCache } from './wheel-cache.ts';
import { requirementsText, type PackedTarget } from './write-requirements.ts';

export interface BuiltPackage extends PackageFacts {
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the file itself. */
  readonly sha256: string;
  readonly unpackedBytes: number;
  readonly fingerprint: string | null;
}

export interface BuildOptions {
  readonly file: string;
  readonly source: PluginSource;
  readonly targets: readonly PackedTarget[];
  readonly provenance: ProvenanceFacts;
  readonly cache: WheelCache;
  readonly key: SigningKey | null;
  /** Unix seconds: dates the signature and the bill of materials. */
  readonly time: number;
  readonly tool: { readonly name: string; readonly version: string };
  /** Looks at the finished file before it gets its name; throws to keep it from that. */
  readonly check: (file: string) => Promise<void>;
}

/**
 * Writes the package: the plugin's own files, one requirements file, the wheels, and in `.outpost/`
 * where it all came from. The same input gives the same bytes. The file appears under its name only
 * when it is complete and was checked.
 */
export async function buildPackage(options: BuildOptions): Promise<BuiltPackage> {
  const { file, source, cache, key, time } = options;
  const texts = ownTexts(options);
  const wheels = distinctWheels(options.targets);
  const rows: (HashedFile & { readonly part: ZipPart })[] = [
    ...[...texts].map(([name, bytes]) => ({
      name,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      part: { name, bytes, stored: isPacked(name) },
    })),
    ...wheels.map(({ name, sha256, sizeBytes }) => ({
      name,
      sizeBytes,
      sha256,
      part: { name, path: cache.path(sha256), sizeBytes },
    })),
  ].toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  if (key) rows.push(categoryRow());
  const comment = key ? signFiles(rows, { key, time }) : Buffer.alloc(0);
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  try {
    const written = await writeZip(
      partial,
      rows.map(({ part }) => part),
      { comment },
    );
    await options.check(partial);
    await rename(partial, file);
    return {
      ...packageFacts(source.manifest, rows),
      ...written,
      file,
      unpackedBytes: rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      fingerprint: key?.publicKey.fingerprint ?? null,
    };
  } finally {
    await rm(partial, { force: true });
  }
}

/** Everything that is not a wheel, by path. */
function ownTexts({ source, targets, provenance, time, tool }: BuildOptions): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const { name, bytes } of source.files)
    files.set(name, isIgnoreFile(name) ? withWheels(bytes) : bytes);
  files.set(dependencyPaths.requirements, Buffer.from(requirementsText(targets)));
  for (const [kind, path] of Object.entries(dependencyPaths)) {
    const text = source.dependencies[kind as keyof typeof dependencyPaths];
    if (text !== null) files.set(`${upstreamFolder}/${path}`, Buffer.from(text));
  }
  const bill = softwareBill(source.manifest, targets, { time, tool });
  files.set(`${ownFolder}/sbom.cdx.json`, Buffer.from(bill));
  files.set(`${ownFolder}/provenance.json`, Buffer.from(provenanceText(provenance)));
  return files;
}

/** The authority that a signature of ours claims: none of Dify's. It stands last, where Dify's tools put it. */
function categoryRow(): HashedFile & { readonly part: ZipPart } {
  const bytes = Buffer.from('{"authorized_category":"community"}');
  const name = '.verification.dify.json';
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, sizeBytes: bytes.length, sha256, part: { name, bytes, stored: false } };
}

function distinctWheels(
  targets: readonly PackedTarget[],
): readonly { readonly name: string; readonly sha256: string; readonly sizeBytes: number }[] {
  const wheels = new Map<string, { name: string; sha256: string; sizeBytes: number }>();
  for (const { name, sha256, sizeBytes } of targets.flatMap(({ wheels: rows }) => rows)) {
    const path = `wheels/${name.filename}`;
    const before = wheels.get(path);
    if (before && before.sha256 !== sha256)
      throw new Error(`${name.filename} was found with two different contents`);
    wheels.set(path, { name: path, sha256, sizeBytes });
  }
  return [...wheels.values()];
}

/** Dify's packaging tool drops what an ignore file names; the wheels must survive it. */
function withWheels(bytes: Buffer): Buffer {
  const lines = bytes.toString('utf8').split('\n');
  return Buffer.from(lines.filter((line) => !/^\/?wheels\/?\s*$/.test(line.trim())).join('\n'));
}

function isIgnoreFile(name: string): boolean {
  return name === '.difyignore' || name === '.gitignore';
}

/** Already compressed: another round only costs time. */
function isPacked(name: string): boolean {
  return /\.(whl|png|jpe?g|gif|webp|zip|gz|mp3|mp4|woff2?)$/i.test(name);
}
