import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { messageOf } from '@outpost/contracts';
import type { HostModel } from '../host-protocol.ts';
import { HostError } from './host-error.ts';
import type { LoadedModel } from './loaded-model.ts';
import { normalise } from './normalise.ts';

// The parts of onnxruntime-web that are used; like llama.cpp it comes as a pack.
interface OnnxLibrary {
  readonly env: {
    logLevel: string;
    readonly wasm: {
      numThreads: number;
      wasmPaths: { readonly mjs: string; readonly wasm: string };
    };
  };
  readonly InferenceSession: { create(model: Uint8Array): Promise<OnnxSession> };
  readonly Tensor: new (
    type: 'int64',
    data: BigInt64Array,
    dimensions: readonly number[],
  ) => OnnxTensor;
}

interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

const textsAtOnce = 4;

/** Loads an ONNX sentence encoder and its tokenizer. */
export async function loadModel(host: HostModel): Promise<LoadedModel> {
  const { runtimeDirectory, tokenizerFile } = host;
  if (tokenizerFile === null)
    throw new HostError('model', 'it has no tokenizer.json, without which no text can be read');
  const onnx = await loadOnnx(runtimeDirectory);
  const tokenizer = await loadTokenizer(tokenizerFile);
  const session = await onnx.InferenceSession.create(await readFile(host.file)).catch(
    (error: unknown) => {
      throw new HostError('model', `it cannot be loaded: ${messageOf(error)}`);
    },
  );
  return {
    embed: async (texts, signal) => {
      const encoded = texts.map((text) => encode(tokenizer, text, host.contextTokens));
      // Texts of like length go together: a batch is as long as its longest.
      const order = [...encoded.keys()].toSorted(
        (a, b) => (encoded[a]?.length ?? 0) - (encoded[b]?.length ?? 0),
      );
      const vectors: Float32Array[] = Array.from({ length: texts.length });
      for (let start = 0; start < order.length; start += textsAtOnce) {
        signal.throwIfAborted();
        const batch = order.slice(start, start + textsAtOnce);
        const results = await embedBatch(
          onnx,
          session,
          batch.map((index) => encoded[index] ?? []),
        );
        for (const [place, index] of batch.entries()) {
          const vector = results[place];
          if (vector) vectors[index] = vector;
        }
      }
      return { vectors, tokens: encoded.reduce((sum, ids) => sum + ids.length, 0) };
    },
    dispose: () => session.release(),
  };
}

async function loadOnnx(directory: string): Promise<OnnxLibrary> {
  const dist = join(directory, 'dist');
  try {
    const onnx = (await import(
      pathToFileURL(join(dist, 'ort.wasm.min.mjs')).href
    )) as unknown as OnnxLibrary;
    onnx.env.logLevel = 'error';
    onnx.env.wasm.numThreads = 1;
    onnx.env.wasm.wasmPaths = {
      mjs: pathToFileURL(join(dist, 'ort-wasm-simd-threaded.mjs')).href,
      wasm: pathToFileURL(join(dist, 'ort-wasm-simd-threaded.wasm')).href,
    };
    return onnx;
  } catch (error) {
    throw new HostError('model', `ONNX Runtime cannot be loaded: ${messageOf(error)}`);
  }
}

async function loadTokenizer(file: string): Promise<Tokenizer> {
  try {
    return new Tokenizer(JSON.parse(await readFile(file, 'utf8')) as object, {});
  } catch (error) {
    throw new HostError('model', `its tokenizer.json cannot be read: ${messageOf(error)}`);
  }
}

/** Token ids with the marks at both ends; what is too long loses its tail, not its end mark. */
function encode(tokenizer: Tokenizer, text: string, tokensMax: number): readonly number[] {
  // A token has at least one character, words a hundred at most: more is never read.
  const { ids } = tokenizer.encode(text.slice(0, tokensMax * 100));
  const last = ids.at(-1);
  return ids.length > tokensMax && last !== undefined
    ? [...ids.slice(0, tokensMax - 1), last]
    : ids;
}

async function embedBatch(
  onnx: OnnxLibrary,
  session: OnnxSession,
  batch: readonly (readonly number[])[],
): Promise<readonly Float32Array[]> {
  const length = Math.max(1, ...batch.map((ids) => ids.length));
  const dimensions = [batch.length, length];
  const ids = new BigInt64Array(batch.length * length);
  const mask = new BigInt64Array(batch.length * length);
  for (const [row, tokens] of batch.entries())
    for (const [column, token] of tokens.entries()) {
      ids[row * length + column] = BigInt(token);
      mask[row * length + column] = 1n;
    }
  const given: Record<string, BigInt64Array> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(ids.length),
  };
  const inputs: Record<string, OnnxTensor> = {};
  for (const name of session.inputNames) {
    const data = given[name];
    if (!data)
      throw new HostError('model', `it wants the input “${name}”, which texts do not have`);
    inputs[name] = new onnx.Tensor('int64', data, dimensions);
  }
  const outputs = await session.run(inputs);
  const pooled = outputs['sentence_embedding'];
  const states = outputs['last_hidden_state'] ?? outputs[session.outputNames[0] ?? ''];
  const tensor = pooled ?? states;
  if (!tensor || !(tensor.data instanceof Float32Array))
    throw new HostError('model', 'its output is not a vector of 32-bit floats');
  const { data, dims } = tensor;
  if (dims.length === 2) return rowsOf(data, dims[1] ?? 0).map(normalise);
  if (dims.length !== 3) throw new HostError('model', `its output has ${dims.length} dimensions`);
  return batch.map((tokens, row) =>
    normalise(meanOf(data, { row, length, used: tokens.length, width: dims[2] ?? 0 })),
  );
}

/** The mean over the tokens of one text, padding left out. */
function meanOf(
  data: Float32Array,
  {
    row,
    length,
    used,
    width,
  }: {
    readonly row: number;
    readonly length: number;
    readonly used: number;
    readonly width: number;
  },
): Float32Array {
  const mean = new Float32Array(width);
  for (let token = 0; token < used; token += 1) {
    const start = (row * length + token) * width;
    for (let index = 0; index < width; index += 1)
      mean[index] = (mean[index] ?? 0) + (data[start + index] ?? 0) / used;
  }
  return mean;
}

function rowsOf(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, row) =>
    data.slice(row * width, (row + 1) * width),
  );
}
