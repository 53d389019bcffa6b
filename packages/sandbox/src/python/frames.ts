/**
 * The wire between the server and an interpreter: frames over two pipes.
 *
 *   u32 length of the header | u32 length of the payload | header (JSON) | payload (UTF-8 or bytes)
 *
 * Lengths are little-endian. A frame longer than the reader's limit is an error: a child that lies
 * about lengths is ended, not buffered.
 */
import type { Readable, Writable } from 'node:stream';
import type { ArchiveEntry, PyodideFiles } from './realm.ts';

/** What the server sends. The payload of `run` and `render` is the inputs' JSON; of `build`, the wheels. */
export type ChildRequest =
  | {
      readonly type: 'boot';
      readonly files: PyodideFiles;
      readonly snapshot: string;
      readonly archive: string | null;
      readonly entries: readonly ArchiveEntry[];
    }
  | {
      readonly type: 'build';
      readonly files: PyodideFiles;
      /** Name and size of each wheel, in the order of the payload. */
      readonly wheels: readonly (readonly [file: string, size: number])[];
      /** Of a source distribution, the folders to take: file → paths inside it. */
      readonly roots: Readonly<Record<string, readonly string[]>>;
      /** Modules imported before the snapshot is taken. */
      readonly preload: readonly string[];
    }
  | CodeCall
  | TemplateCall;

export interface CodeCall {
  readonly type: 'run';
  readonly code: string;
  readonly outputBytes: number;
  readonly memoryBytes: number;
}

export interface TemplateCall {
  readonly type: 'render';
  readonly template: string;
  readonly outputBytes: number;
  readonly memoryBytes: number;
}

/** What the child sends. `answer` carries `<header JSON>\n<result>` of the Python side. */
export type ChildReply =
  | { readonly type: 'ready'; readonly rssBytes: number }
  | { readonly type: 'answer'; readonly ok: boolean; readonly memoryBlocked: boolean }
  | { readonly type: 'idle'; readonly rssBytes: number; readonly clean: boolean }
  | {
      readonly type: 'built';
      readonly snapshotBytes: number;
      readonly entries: readonly ArchiveEntry[];
    }
  | { readonly type: 'failed'; readonly reason: string };

/** Sends one frame. */
export function writeFrame(
  stream: Writable,
  header: ChildRequest | ChildReply,
  payload: Uint8Array | string = '',
): void {
  const head = Buffer.from(JSON.stringify(header));
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(head.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  stream.write(Buffer.concat([lengths, head]));
  if (body.length > 0) stream.write(body);
}

/** Calls back for each frame; `fail` once when the stream breaks the rules. */
export function readFrames(
  stream: Readable,
  limitBytes: number,
  receive: (header: unknown, payload: Buffer) => void,
  fail: (error: Error) => void,
): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let broken = false;
  const take = (length: number): Buffer => {
    const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    chunks = length < all.length ? [all.subarray(length)] : [];
    held -= length;
    return all.subarray(0, length);
  };
  let lengths: readonly [head: number, body: number] | null = null;
  stream.on('data', (chunk: Buffer) => {
    if (broken) return;
    chunks.push(chunk);
    held += chunk.length;
    try {
      for (;;) {
        if (lengths === null) {
          if (held < 8) return;
          const start = take(8);
          lengths = [start.readUInt32LE(0), start.readUInt32LE(4)];
          if (lengths[0] + lengths[1] > limitBytes)
            throw new Error(`A frame is longer than ${limitBytes} bytes.`);
        }
        if (held < lengths[0] + lengths[1]) return;
        const header: unknown = JSON.parse(take(lengths[0]).toString('utf8'));
        const payload = lengths[1] > 0 ? take(lengths[1]) : Buffer.alloc(0);
        lengths = null;
        receive(header, payload);
      }
    } catch (error) {
      broken = true;
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
