import { messageOf } from '@outpost/contracts';
import type { HostModel } from '../host-protocol.ts';
import { createLlamaChat } from './llama-chat.ts';
import { loadLlamaLibrary, type LlamaLibrary, type LlamaModel } from './llama-library.ts';
import { HostError } from './host-error.ts';
import type { LoadedModel } from './loaded-model.ts';
import { normalise } from './normalise.ts';

let library: LlamaLibrary | null = null;

/** Loads a GGUF file. Its contexts are made when they are first needed: a chat needs no embedding's. */
export async function loadModel(host: HostModel): Promise<LoadedModel> {
  // Kept for the models after this one: the native library is loaded once a process.
  library ??= await loadLlamaLibrary(host.runtimeDirectory, host.threads);
  const llama = library;
  const model = await llama.llama.loadModel({ modelPath: host.file }).catch((error: unknown) => {
    throw new HostError('model', `it cannot be loaded: ${messageOf(error)}`);
  });
  const size = {
    contextSize: Math.min(host.contextTokens, model.trainContextSize),
    threads: host.threads,
  };
  const chat = once(async () => createLlamaChat(llama, model, await model.createContext(size)));
  const embedding = once(() => model.createEmbeddingContext(size));
  const ranking = once(() => model.createRankingContext(size));
  return {
    chat: async (request, options) => (await chat())(request, options),
    embed: async (texts, signal) => {
      const context = await embedding();
      const vectors: Float32Array[] = [];
      let tokens = 0;
      for (const text of texts) {
        signal.throwIfAborted();
        const read = tokensToEmbed(model, text, size.contextSize);
        const { vector } = await context.getEmbeddingFor(read);
        tokens += read.length;
        vectors.push(normalise(Float32Array.from(vector)));
      }
      return { vectors, tokens };
    },
    rerank: async (query, documents) =>
      (await ranking()).rankAll(query, documents, { onOverflow: 'maxChunk' }),
    dispose: () => model.dispose(),
  };
}

/** A text that is too long is embedded by its beginning, as embedding models are used to. */
function tokensToEmbed(
  model: LlamaModel,
  text: string,
  contextSize: number,
): ReturnType<LlamaModel['tokenize']> {
  // The runtime adds a beginning and an end where the model wants them.
  return model.tokenize(text).slice(0, contextSize - 2);
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | null = null;
  return () => (result ??= make());
}
