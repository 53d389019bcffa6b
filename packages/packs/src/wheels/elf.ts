/**
 * The head of an ELF file, as far as it says where the file runs: machine, page size, the glibc
 * version that its symbols ask for. Read from bytes that nobody trusts: every offset is checked, and
 * what cannot be read is left out.
 */
export interface ElfFacts {
  /** As Python names it, or `machine <number>`. */
  readonly architecture: string;
  readonly bits: 32 | 64;
  /** The smallest alignment of a part that is loaded; pages larger than it cannot load the file. Null without any. */
  readonly loadAlignBytes: number | null;
  /** The newest glibc that its symbols need, such as `[2, 28]`; null when it needs none. */
  readonly glibc: readonly [number, number] | null;
  /** Libraries it wants from the system or beside it. */
  readonly needed: readonly string[];
}

/** Null for what is not an ELF file. */
export function readElf(bytes: Buffer): ElfFacts | null {
  if (bytes.length < 20 || bytes.readUInt32BE(0) !== 0x7f454c46) return null;
  const reader = createReader(bytes);
  const machine = reader.u16(18);
  return {
    architecture: machines.get(machine ?? -1) ?? `machine ${machine}`,
    bits: reader.wide ? 64 : 32,
    loadAlignBytes: loadAlign(reader),
    ...dynamicFacts(reader),
  };
}

interface Reader {
  readonly wide: boolean;
  readonly u16: (at: number) => number | null;
  readonly u32: (at: number) => number | null;
  /** A number of the file's own width. */
  readonly word: (at: number) => number | null;
  readonly text: (at: number) => string;
}

function createReader(bytes: Buffer): Reader {
  const wide = bytes[4] === 2;
  const little = bytes[5] !== 2;
  const inside = (at: number, length: number): boolean =>
    Number.isSafeInteger(at) && at >= 0 && at + length <= bytes.length;
  const u16 = (at: number): number | null =>
    inside(at, 2) ? (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) : null;
  const u32 = (at: number): number | null =>
    inside(at, 4) ? (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) : null;
  const u64 = (at: number): number | null =>
    inside(at, 8) ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : null;
  return {
    wide,
    u16,
    u32,
    word: wide ? u64 : u32,
    text(at) {
      if (!inside(at, 1)) return '';
      const end = bytes.indexOf(0, at);
      return end < 0 || end - at > 256 ? '' : bytes.toString('latin1', at, end);
    },
  };
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly sizeBytes: number;
  readonly align: number;
}

function segments(reader: Reader): readonly Segment[] {
  const { wide, u16, u32, word } = reader;
  const table = word(wide ? 32 : 28);
  const entrySize = u16(wide ? 54 : 42);
  const count = u16(wide ? 56 : 44);
  if (!table || !entrySize || !count) return [];
  const found: Segment[] = [];
  for (let index = 0; index < Math.min(count, 128); index += 1) {
    const at = table + index * entrySize;
    const type = u32(at);
    const offset = word(at + (wide ? 8 : 4));
    const address = word(at + (wide ? 16 : 8));
    const sizeBytes = word(at + (wide ? 32 : 16));
    const align = word(at + (wide ? 48 : 28));
    if (type === null || offset === null || address === null || sizeBytes === null) break;
    found.push({ type, offset, address, sizeBytes, align: align ?? 0 });
  }
  return found;
}

function loadAlign(reader: Reader): number | null {
  const aligns = segments(reader)
    .filter(({ type, sizeBytes }) => type === 1 && sizeBytes > 0)
    .map(({ align }) => align);
  return aligns.length === 0 ? null : Math.min(...aligns);
}

/** `DT_NEEDED` and the version needs of glibc's libraries (`.gnu.version_r`), through the dynamic table. */
function dynamicFacts(reader: Reader): Pick<ElfFacts, 'glibc' | 'needed'> {
  const all = segments(reader);
  const dynamic = all.find(({ type }) => type === 2);
  if (!dynamic) return { glibc: null, needed: [] };
  const step = reader.wide ? 16 : 8;
  const tags = new Map<number, number[]>();
  for (let at = 0; at < Math.min(dynamic.sizeBytes, 4096 * step); at += step) {
    const tag = reader.word(dynamic.offset + at);
    const value = reader.word(dynamic.offset + at + step / 2);
    if (tag === null || value === null || tag === 0) break;
    tags.set(tag, [...(tags.get(tag) ?? []), value]);
  }
  const toOffset = (address: number | undefined): number | null => {
    if (address === undefined) return null;
    const part = all.find(
      (segment) =>
        segment.type === 1 &&
        address >= segment.address &&
        address < segment.address + segment.sizeBytes,
    );
    return part ? address - part.address + part.offset : null;
  };
  const strings = toOffset(tags.get(5)?.[0]);
  if (strings === null) return { glibc: null, needed: [] };
  const needed = (tags.get(1) ?? []).slice(0, 200).map((at) => reader.text(strings + at));
  const versions = toOffset(tags.get(0x6ffffffe)?.[0]);
  const count = tags.get(0x6fffffff)?.[0] ?? 0;
  return {
    needed: needed.filter(Boolean),
    glibc: versions === null ? null : newestGlibc(reader, { at: versions, strings, count }),
  };
}

function newestGlibc(
  { u16, u32, text }: Reader,
  table: { readonly at: number; readonly strings: number; readonly count: number },
): readonly [number, number] | null {
  let newest: readonly [number, number] | null = null;
  let need = table.at;
  for (let file = 0; file < Math.min(table.count, 200); file += 1) {
    const entries = u16(need + 2) ?? 0;
    let aux = need + (u32(need + 8) ?? 0);
    for (let index = 0; index < Math.min(entries, 500); index += 1) {
      const match = /^GLIBC_(\d+)\.(\d+)/.exec(text(table.strings + (u32(aux + 8) ?? -1)));
      if (match) {
        const version = [Number(match[1]), Number(match[2])] as const;
        if (
          !newest ||
          version[0] > newest[0] ||
          (version[0] === newest[0] && version[1] > newest[1])
        )
          newest = version;
      }
      const next = u32(aux + 12);
      if (!next) break;
      aux += next;
    }
    const next = u32(need + 12);
    if (!next) break;
    need += next;
  }
  return newest;
}

// refspecs.linuxfoundation.org/elf: e_machine
const machines: ReadonlyMap<number, string> = new Map([
  [3, 'i686'],
  [8, 'mips'],
  [21, 'ppc64le'],
  [22, 's390x'],
  [40, 'armv7l'],
  [62, 'x86_64'],
  [183, 'aarch64'],
  [243, 'riscv64'],
  [258, 'loongarch64'],
]);
