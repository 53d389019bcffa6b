/**
 * Writes the head of a 64-bit little-endian shared library: one loaded part, a dynamic table with
 * `DT_NEEDED` and the version needs of libc.so.6.
 */
export function makeElf({
  machine,
  alignBytes = 0x10000,
  glibc = [],
  needed = ['libc.so.6'],
}: {
  /** `e_machine`: 62 is x86-64, 183 aarch64. */
  readonly machine: number;
  readonly alignBytes?: number;
  /** Such as `GLIBC_2.17`. */
  readonly glibc?: readonly string[];
  readonly needed?: readonly string[];
}): Buffer {
  const bytes = Buffer.alloc(4096);
  Buffer.from('7f454c46020101', 'hex').copy(bytes);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const strings = 2048;
  let end = strings + 1;
  const text = (value: string): number => {
    const at = end;
    end += bytes.write(`${value}\0`, at);
    return at - strings;
  };
  segment(bytes, 64, { type: 1, offset: 0, sizeBytes: 4096, align: alignBytes });
  segment(bytes, 120, { type: 2, offset: 1024, sizeBytes: 512, align: 8 });
  const tags: (readonly [number, number])[] = [
    ...needed.map((name) => [1, text(name)] as const),
    [5, strings],
    [0x6ffffffe, 3072],
    [0x6fffffff, glibc.length > 0 ? 1 : 0],
    [0, 0],
  ];
  for (const [index, [tag, value]] of tags.entries()) {
    bytes.writeBigUInt64LE(BigInt(tag), 1024 + index * 16);
    bytes.writeBigUInt64LE(BigInt(value), 1032 + index * 16);
  }
  bytes.writeUInt16LE(1, 3072);
  bytes.writeUInt16LE(glibc.length, 3074);
  bytes.writeUInt32LE(text('libc.so.6'), 3076);
  bytes.writeUInt32LE(16, 3080);
  for (const [index, version] of glibc.entries()) {
    const at = 3088 + index * 16;
    bytes.writeUInt32LE(text(version), at + 8);
    bytes.writeUInt32LE(index === glibc.length - 1 ? 0 : 16, at + 12);
  }
  return bytes;
}

function segment(
  bytes: Buffer,
  at: number,
  {
    type,
    offset,
    sizeBytes,
    align,
  }: {
    readonly type: number;
    readonly offset: number;
    readonly sizeBytes: number;
    readonly align: number;
  },
): void {
  bytes.writeUInt32LE(type, at);
  bytes.writeBigUInt64LE(BigInt(offset), at + 8);
  bytes.writeBigUInt64LE(BigInt(offset), at + 16);
  bytes.writeBigUInt64LE(BigInt(sizeBytes), at + 32);
  bytes.writeBigUInt64LE(BigInt(sizeBytes), at + 40);
  bytes.writeBigUInt64LE(BigInt(align), at + 48);
}
