import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '@outpost/contracts';
import { HostError } from './host-error.ts';

// The parts of node-llama-cpp that are used. It comes as a pack, not as a dependency, so its own
// types are not at hand when this package is checked.

export type Token = number & { readonly __token: never };

interface Llama {
  loadModel(options: { readonly modelPath: string }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: unknown): Promise<LlamaGrammar>;
  getGrammarFor(type: 'json'): Promise<LlamaGrammar>;
}

export interface LlamaGrammar {
  readonly grammar: string;
}

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly fileInfo: {
    readonly metadata: { readonly tokenizer?: { readonly chat_template?: unknown } };
  };
  readonly tokens: {
    readonly bos: Token | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  tokenize(text: string, specialTokens?: boolean): Token[];
  detokenize(
    tokens: readonly Token[],
    specialTokens?: boolean,
    lastTokens?: readonly Token[],
  ): string;
  createContext(options: {
    readonly contextSize: number;
    readonly threads: number;
  }): Promise<LlamaContext>;
  createEmbeddingContext(options: {
    readonly contextSize: number;
    readonly threads: number;
  }): Promise<LlamaEmbeddingContext>;
  createRankingContext(options: {
    readonly contextSize: number;
    readonly threads: number;
  }): Promise<LlamaRankingContext>;
  dispose(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
}

export interface LlamaSequence {
  readonly nextTokenIndex: number;
  adaptStateToTokens(tokens: readonly Token[], allowShift: boolean): Promise<void>;
  clearHistory(): Promise<void>;
  evaluate(tokens: readonly Token[], options: EvaluateOptions): AsyncGenerator<Token, void>;
}

export interface EvaluateOptions {
  readonly temperature: number;
  readonly minP?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly grammarEvaluationState?: object;
  readonly repeatPenalty?: {
    readonly punishTokens: () => Token[];
    readonly penalty?: number;
    readonly frequencyPenalty?: number;
    readonly presencePenalty?: number;
  };
}

interface LlamaEmbeddingContext {
  getEmbeddingFor(tokens: readonly Token[]): Promise<{ readonly vector: readonly number[] }>;
}

interface LlamaRankingContext {
  rankAll(
    query: string,
    documents: readonly string[],
    options: { readonly onOverflow: 'maxChunk' },
  ): Promise<readonly number[]>;
}

export interface LlamaLibrary {
  readonly llama: Llama;
  /** The state of a grammar while one answer is written. */
  readonly createGrammarState: (model: LlamaModel, grammar: LlamaGrammar) => object;
}

/** Loads llama.cpp from its pack: only the build in the pack, nothing compiled, nothing fetched. */
export async function loadLlamaLibrary(directory: string, threads: number): Promise<LlamaLibrary> {
  const entry = join(directory, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
  try {
    const library = (await import(pathToFileURL(entry).href)) as {
      readonly getLlama: (options: object) => Promise<Llama>;
      readonly LlamaGrammarEvaluationState: new (options: object) => object;
    };
    const llama = await library.getLlama({
      // Metal is part of macOS; other accelerators need drivers that the pack does not have.
      gpu: process.platform === 'darwin' ? 'auto' : false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error',
      maxThreads: threads,
    });
    return {
      llama,
      createGrammarState: (model, grammar) =>
        new library.LlamaGrammarEvaluationState({ model, grammar }),
    };
  } catch (error) {
    throw new HostError('model', `llama.cpp cannot be loaded: ${messageOf(error)}`);
  }
}
