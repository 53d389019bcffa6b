// What the supervisor and a model host say to each other: frames of a 32-bit little-endian length
// and that many bytes of JSON. Requests go down the host's standard input, answers come up its
// fourth pipe (descriptor 3), because native code may print what it likes to the standard ones.
//
// The host says `ready` once. Each request is answered by any number of `text`, `reasoning` and
// `tool-call` and then by exactly one of `chat-end`, `vectors`, `scores`, `failed`. A host works on
// one request at a time; `cancel` ends the present one early, which is answered like any other.
import type { ChatRequest, FinishReason, ToolCall } from '@outpost/contracts';

/** A model as a host needs it: absolute paths. */
export interface HostModel {
  readonly name: string;
  readonly file: string;
  readonly tokenizerFile: string | null;
  /** Folder of the runtime's pack. */
  readonly runtimeDirectory: string;
  /** Most tokens of a prompt and its answer together. */
  readonly contextTokens: number;
  readonly threads: number;
}

export type HostRequest =
  | {
      readonly type: 'chat';
      readonly id: number;
      readonly model: HostModel;
      readonly request: ChatRequest;
    }
  | {
      readonly type: 'embed';
      readonly id: number;
      readonly model: HostModel;
      readonly texts: readonly string[];
    }
  | {
      readonly type: 'rerank';
      readonly id: number;
      readonly model: HostModel;
      readonly query: string;
      readonly documents: readonly string[];
    }
  | { readonly type: 'cancel'; readonly id: number };

export type HostFailure =
  /** The prompt does not fit. */
  | 'context'
  /** The request asks for what the model or its runtime cannot do. */
  | 'request'
  /** Anything else: the file, the runtime, a fault. */
  | 'model';

export type HostAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'text' | 'reasoning'; readonly id: number; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: number; readonly call: ToolCall }
  | {
      readonly type: 'chat-end';
      readonly id: number;
      readonly reason: FinishReason;
      readonly promptTokens: number;
      readonly completionTokens: number;
    }
  | {
      readonly type: 'vectors';
      readonly id: number;
      readonly dimensions: number;
      /** 32-bit floats, little-endian, one vector after the other, in base64. */
      readonly data: string;
      readonly tokens: number;
    }
  | { readonly type: 'scores'; readonly id: number; readonly scores: readonly number[] }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly failure: HostFailure;
      readonly reason: string;
    };

const frameBytesMax = 64 * 2 ** 20;

/** One message as bytes. Throws a `RangeError` when it is too large. */
export function encodeFrame(message: HostRequest | HostAnswer): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  if (body.length > frameBytesMax)
    throw new RangeError(`the message has ${body.length} bytes, at most ${frameBytesMax} are sent`);
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeUInt32LE(body.length);
  body.copy(frame, 4);
  return frame;
}

/** Cuts a stream of bytes into messages; feed it with what arrives. Throws on a frame that is no message. */
export function createFrameReader<Message extends HostRequest | HostAnswer>(
  onMessage: (message: Message) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  return (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    for (;;) {
      if (bytes < 4) return;
      const head = chunks[0] && chunks[0].length >= 4 ? chunks[0] : Buffer.concat(chunks);
      const length = head.readUInt32LE(0);
      if (length > frameBytesMax) throw new RangeError(`a frame claims ${length} bytes`);
      if (bytes < 4 + length) return;
      const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      const rest = all.subarray(4 + length);
      chunks = rest.length > 0 ? [rest] : [];
      bytes = rest.length;
      onMessage(JSON.parse(all.toString('utf8', 4, 4 + length)) as Message);
    }
  };
}
