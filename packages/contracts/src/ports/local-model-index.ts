/** A model file on this machine. Paths are relative to the pack directory, with `/`. */
export interface LocalModel {
  /** The name by which apps choose it. */
  readonly name: string;
  readonly kind: 'chat' | 'embedding' | 'rerank';
  readonly format: 'gguf' | 'onnx';
  readonly file: string;
  /** `tokenizer.json` of an ONNX model; null for GGUF, which carries its own. */
  readonly tokenizerFile: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly architecture: string | null;
  /** Such as `Q4_1`; null when unknown. */
  readonly quantisation: string | null;
  /** Tokens the model was trained on; null when unknown. */
  readonly contextTokens: number | null;
  /** The file says how a conversation is written for it; without that it only goes on with a text. */
  readonly chatTemplate: boolean;
  /** The model's chat template knows tools. */
  readonly tools: boolean;
  readonly licence: string | null;
  /** Where it came from, as a person would type it. */
  readonly source: string;
}

/** A program library that runs models, installed as a pack. */
export interface LocalRuntime {
  readonly name: LocalRuntimeName;
  readonly directory: string;
  readonly version: string;
}

export type LocalRuntimeName = 'llama' | 'onnx';

/** `models/index.json` in the pack directory: written by `packs`, read by `local-models`. */
export interface LocalModelIndex {
  readonly version: 1;
  readonly models: readonly LocalModel[];
  readonly runtimes: readonly LocalRuntime[];
}

/** Where the index lies in the pack directory. */
export const localModelIndexPath = 'models/index.json';

/** Checks what was read from the index file; the reason it is refused is the error's message. */
export function localModelIndexFrom(value: unknown): LocalModelIndex {
  const index = value as Partial<LocalModelIndex> | null;
  if (typeof index !== 'object' || index === null) throw new TypeError('it is not an object');
  if (index.version !== 1) throw new TypeError(`its version is ${String(index.version)}, not 1`);
  if (!Array.isArray(index.models) || !Array.isArray(index.runtimes))
    throw new TypeError('it has no lists "models" and "runtimes"');
  for (const model of index.models as readonly Partial<LocalModel>[]) {
    if (typeof model?.name !== 'string' || !model.name) throw new TypeError('a model has no name');
    if (!isInside(model.file))
      throw new TypeError(`the file of model "${model.name}" is not a path in the directory`);
    if (model.format !== 'gguf' && model.format !== 'onnx')
      throw new TypeError(`the format of model "${model.name}" is not gguf or onnx`);
    if (!kinds.has(model.kind))
      throw new TypeError(`the kind of model "${model.name}" is not chat, embedding or rerank`);
    if (model.tokenizerFile != null && !isInside(model.tokenizerFile))
      throw new TypeError(`the tokenizer of model "${model.name}" is not a path in the directory`);
  }
  for (const runtime of index.runtimes as readonly Partial<LocalRuntime>[])
    if ((runtime?.name !== 'llama' && runtime?.name !== 'onnx') || !isInside(runtime.directory))
      throw new TypeError('a runtime has no known name or no path in the directory');
  return index as LocalModelIndex;
}

function isInside(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    path !== '' &&
    !path.startsWith('/') &&
    !path.includes('\\') &&
    !path.includes(':') &&
    !path.split('/').includes('..')
  );
}

const kinds: ReadonlySet<unknown> = new Set(['chat', 'embedding', 'rerank']);
