// GGUF files (version 2 and 3): "GGUF", version, number of tensors, number of metadata rows, the
// rows (key, type, value), one row per tensor (name, dimensions, type, offset), then the data.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';
import { ggmlTypeSize, quantisationName } from './ggml-types.ts';

/** What the head of a GGUF file says. */
export interface GgufHeader {
  readonly version: number;
  readonly architecture: string;
  readonly name: string | null;
  readonly licence: string | null;
  readonly quantisation: string | null;
  readonly contextTokens: number | null;
  readonly embeddingLength: number | null;
  /** 0 none, 1 mean, 2 cls, 3 last, 4 rank; null when the file does not say. */
  readonly poolingType: number | null;
  readonly chatTemplate: string | null;
  readonly tensorCount: number;
}

const headerBytesMax = 256 * 2 ** 20;
const stringBytesMax = 16 * 2 ** 20;
const countMax = 10_000_000;

/** Reads and checks the head of a GGUF file. Throws `model_file_invalid` with what is wrong. */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const reader = new GgufReader(async (position, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      return buffer.subarray(0, bytesRead);
    });
    return await readHeader(reader, size);
  } catch (error) {
    throw new AppError('model_file_invalid', {
      details: { file: basename(path), reason: messageOf(error) },
      cause: error,
    });
  } finally {
    await file.close();
  }
}

async function readHeader(reader: GgufReader, fileBytes: number): Promise<GgufHeader> {
  const magic = (await reader.bytes(4)).toString('latin1');
  if (magic !== 'GGUF') throw new Error('it is not a GGUF file');
  const version = await reader.u32();
  if (version !== 2 && version !== 3) throw new Error(`its GGUF version ${version} is not 2 or 3`);
  const tensorCount = await reader.count('tensors');
  const rowCount = await reader.count('metadata rows');
  const rows = new Map<string, unknown>();
  for (let row = 0; row < rowCount; row += 1) {
    const key = await reader.string();
    rows.set(key, await reader.value(await reader.u32()));
  }
  const text = (key: string): string | null => {
    const value = rows.get(key);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = (key: string): number | null => {
    const value = rows.get(key);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const architecture = text('general.architecture');
  if (architecture === null) throw new Error('it does not name its architecture');
  const parts = number('split.count') ?? 1;
  if (parts > 1)
    throw new Error(`it is one of ${parts} parts; join them with llama-gguf-split first`);
  await checkTensors(reader, {
    tensorCount,
    alignment: number('general.alignment') ?? 32,
    fileBytes,
  });
  const fileType = number('general.file_type');
  return {
    version,
    architecture,
    name: text('general.name'),
    licence: text('general.license'),
    quantisation: fileType === null ? null : quantisationName(fileType),
    contextTokens: number(`${architecture}.context_length`),
    embeddingLength: number(`${architecture}.embedding_length`),
    poolingType: number(`${architecture}.pooling_type`),
    chatTemplate: text('tokenizer.chat_template'),
    tensorCount,
  };
}

/** Every tensor must lie within the file: a download that was cut off is found here. */
async function checkTensors(
  reader: GgufReader,
  {
    tensorCount,
    alignment,
    fileBytes,
  }: {
    readonly tensorCount: number;
    readonly alignment: number;
    readonly fileBytes: number;
  },
): Promise<void> {
  let dataEnd = 0;
  for (let tensor = 0; tensor < tensorCount; tensor += 1) {
    const name = await reader.string();
    const dimensions = await reader.u32();
    if (dimensions > 8) throw new Error(`the tensor ${name} has ${dimensions} dimensions`);
    let elements = 1;
    for (let index = 0; index < dimensions; index += 1) elements *= await reader.u64();
    const type = await reader.u32();
    const offset = await reader.u64();
    const size = ggmlTypeSize(type);
    // Types newer than this table are left to the runtime to judge.
    if (size) dataEnd = Math.max(dataEnd, offset + (elements / size.elements) * size.bytes);
  }
  const dataStart = Math.ceil(reader.position / alignment) * alignment;
  if (dataStart + dataEnd > fileBytes)
    throw new Error(
      `it is cut off: it has ${fileBytes} bytes, its tensors need ${dataStart + dataEnd}`,
    );
}

/** Reads little-endian values in order, through a window on the file. */
class GgufReader {
  readonly #read: (position: number, length: number) => Promise<Buffer>;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;
  position = 0;

  constructor(read: (position: number, length: number) => Promise<Buffer>) {
    this.#read = read;
  }

  async bytes(length: number): Promise<Buffer> {
    const end = this.position + length;
    if (end > headerBytesMax) throw new Error('its header is too long');
    if (this.position < this.#windowStart || end > this.#windowStart + this.#window.length) {
      this.#windowStart = this.position;
      this.#window = await this.#read(this.position, Math.max(length, 1 << 18));
      if (this.#window.length < length) throw new Error('it ends within its header');
    }
    const start = this.position - this.#windowStart;
    this.position = end;
    return this.#window.subarray(start, start + length);
  }

  async u32(): Promise<number> {
    return (await this.bytes(4)).readUInt32LE(0);
  }

  async u64(): Promise<number> {
    const value = (await this.bytes(8)).readBigUInt64LE(0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new Error('a number in its header is too large');
    return Number(value);
  }

  async count(what: string): Promise<number> {
    const count = await this.u64();
    if (count > countMax) throw new Error(`it claims ${count} ${what}`);
    return count;
  }

  async string(): Promise<string> {
    const length = await this.u64();
    if (length > stringBytesMax) throw new Error('a text in its header is too long');
    return (await this.bytes(length)).toString('utf8');
  }

  /** A value by its type number; lists are passed over, nothing here needs them. */
  async value(type: number): Promise<unknown> {
    switch (type) {
      case 0:
        return (await this.bytes(1)).readUInt8(0);
      case 1:
        return (await this.bytes(1)).readInt8(0);
      case 2:
        return (await this.bytes(2)).readUInt16LE(0);
      case 3:
        return (await this.bytes(2)).readInt16LE(0);
      case 4:
        return this.u32();
      case 5:
        return (await this.bytes(4)).readInt32LE(0);
      case 6:
        return (await this.bytes(4)).readFloatLE(0);
      case 7:
        return (await this.bytes(1)).readUInt8(0) !== 0;
      case 8:
        return this.string();
      case 9: {
        const elementType = await this.u32();
        if (elementType === 9) throw new Error('its header has lists of lists');
        const count = await this.count('list entries');
        for (let index = 0; index < count; index += 1) await this.value(elementType);
        return undefined;
      }
      case 10:
        return this.u64();
      case 11:
        return Number((await this.bytes(8)).readBigInt64LE(0));
      case 12:
        return (await this.bytes(8)).readDoubleLE(0);
      default:
        throw new Error(`its header has a value of the unknown type ${type}`);
    }
  }
}
