type Field = string | number | boolean | readonly string[];

export interface GgufParts {
  readonly fields?: Readonly<Record<string, Field>>;
  readonly tensors?: readonly { readonly name: string; readonly dimensions: readonly number[] }[];
  readonly version?: number;
}

/** Writes a GGUF file with 32-bit tensors of zeros. */
export function makeGguf({
  fields = { 'general.architecture': 'llama' },
  tensors = [{ name: 'token_embd.weight', dimensions: [4, 8] }],
  version = 3,
}: GgufParts = {}): Buffer {
  const rows = Object.entries(fields).map(([key, value]) => [text(key), ...valueBytes(value)]);
  let offset = 0;
  const infos = tensors.map(({ name, dimensions }) => {
    const info = [text(name), u32(dimensions.length), ...dimensions.map(u64), u32(0), u64(offset)];
    offset += dimensions.reduce((product, size) => product * size, 4);
    return info;
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(version),
    u64(tensors.length),
    u64(rows.length),
    ...rows.flat(),
    ...infos.flat(),
  ]);
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), Buffer.alloc(offset)]);
}

function valueBytes(value: Field): Buffer[] {
  if (typeof value === 'string') return [u32(8), text(value)];
  if (typeof value === 'boolean') return [u32(7), Buffer.from([value ? 1 : 0])];
  if (typeof value === 'number') return [u32(4), u32(value)];
  return [u32(9), u32(8), u64(value.length), ...value.map(text)];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
