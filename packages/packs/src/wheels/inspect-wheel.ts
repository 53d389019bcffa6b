import type { ByteSource } from '../archives/byte-source.ts';
import { readZipDirectory, type ZipEntry } from '../archives/zip-directory.ts';
import { readZipEntry, streamZipEntry } from '../archives/zip-entry-content.ts';
import { readElf, type ElfFacts } from './elf.ts';
import { parseWheelMetadata, type WheelMetadata } from './wheel-metadata.ts';

/** What is really in a wheel. */
export interface WheelFacts {
  readonly metadata: WheelMetadata;
  readonly unpackedBytes: number;
  readonly files: number;
  readonly libraries: readonly NativeFile[];
}

export interface NativeFile extends ElfFacts {
  readonly path: string;
}

/**
 * Reads a wheel's METADATA and the head of every native file in it. Throws an `Error` whose message
 * is the reason.
 */
export async function inspectWheel(source: ByteSource): Promise<WheelFacts> {
  const { entries } = await readZipDirectory(source);
  const libraries: NativeFile[] = [];
  for (const entry of entries) {
    if (!mayBeNative(entry)) continue;
    const facts = readElf(await readHead(source, entry));
    if (facts) libraries.push({ path: entry.name, ...facts });
  }
  return {
    metadata: await readMetadata(source, entries),
    unpackedBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    files: entries.length,
    libraries,
  };
}

async function readMetadata(
  source: ByteSource,
  entries: readonly ZipEntry[],
): Promise<WheelMetadata> {
  const entry = entries.find(({ name }) => /^[^/]+\.dist-info\/METADATA$/.test(name));
  if (!entry) throw new Error('it has no METADATA');
  if (entry.sizeBytes > metadataBytesMax) throw new Error('its METADATA is too long');
  return parseWheelMetadata((await readZipEntry(source, entry)).toString('utf8'));
}

/** Libraries by their name; programs have no ending, or an execute bit. */
function mayBeNative({ name, mode, sizeBytes }: ZipEntry): boolean {
  if (sizeBytes < 64 || name.endsWith('/')) return false;
  if (/\.(so|so\.[\w.]+|dylib|node|bin)$/.test(name)) return true;
  const base = name.slice(name.lastIndexOf('/') + 1);
  return (mode & 0o111) !== 0
    ? !/\.(py|sh|txt|json|md)$/.test(base)
    : /\.data\/scripts\//.test(name);
}

/** The dynamic table may stand anywhere, so small files are read whole and of large ones the start. */
async function readHead(source: ByteSource, entry: ZipEntry): Promise<Buffer> {
  if (entry.sizeBytes <= wholeBytesMax) return readZipEntry(source, entry);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of streamZipEntry(source, entry)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= wholeBytesMax) break;
  }
  return Buffer.concat(pieces);
}

const wholeBytesMax = 64 * 2 ** 20;
const metadataBytesMax = 4 * 2 ** 20;
