import { join } from 'node:path';
import type {
  Clock,
  Embedder,
  LocalModel,
  ModelListing,
  ModelProvider,
  Reranker,
} from '@outpost/contracts';
import { createInstalledModels } from './installed-models.ts';
import { defaultLimits, type LocalModelLimits } from './limits.ts';
import { createLocalChat } from './local-chat.ts';
import { answerOf } from './host-answers.ts';
import { ModelHost } from './supervisor/model-host.ts';
import type { HostModel } from './host-protocol.ts';
import { usageOf } from './usage-of.ts';

export interface LocalModelsOptions {
  /** Holds `packs/` and `models/`, as the package `packs` lays them out. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
  readonly limits?: Partial<LocalModelLimits>;
  /** The host's program: `host.ts`, or that file bundled alone. */
  readonly program?: URL;
}

/** The models on this machine. `close` ends their processes. */
export interface LocalModels extends ModelProvider {
  readonly embedder: (name: string) => Promise<Embedder | null>;
  readonly reranker: (name: string) => Promise<Reranker | null>;
  /** Numbers of the processes that run at the moment. */
  processes(): readonly number[];
  close(): Promise<void>;
}

/** Id of the provider, in apps and in the API. */
export const localProviderId = 'local';

/**
 * Models that run on this machine, in processes of their own: one for GGUF and one for ONNX files,
 * started by the first call and ended when idle. Nothing is loaded or started before.
 */
export function createLocalModels(options: LocalModelsOptions): LocalModels {
  const { directory, clock, log, program = new URL('./host.ts', import.meta.url) } = options;
  const limits: LocalModelLimits = { ...defaultLimits(), ...options.limits };
  const installed = createInstalledModels(directory);
  const hosts = {
    gguf: new ModelHost({ program, limits, clock, log }),
    onnx: new ModelHost({ program, limits, clock, log }),
  };
  const find = async (name: string, kind: LocalModel['kind']): Promise<LocalModel | null> =>
    (await installed.index()).models.find((row) => row.name === name && row.kind === kind) ?? null;
  const hostModel = async (model: LocalModel): Promise<HostModel> => ({
    name: model.name,
    file: join(directory, model.file),
    tokenizerFile: model.tokenizerFile === null ? null : join(directory, model.tokenizerFile),
    runtimeDirectory: await installed.runtimeDirectory(model),
    contextTokens: contextOf(model, limits),
    threads: limits.threads,
  });
  return {
    id: localProviderId,
    title: { en: 'On this machine', zh: '本机模型' },
    models: async () => (await installed.index()).models.map((model) => listingOf(model, limits)),
    chat: async (name) => {
      const model = await find(name, 'chat');
      if (!model) return null;
      return createLocalChat({
        listing: listingOf(model, limits),
        host: hosts[model.format],
        hostModel: () => hostModel(model),
        clock,
      });
    },
    embedder: async (name) => {
      const model = await find(name, 'embedding');
      if (!model) return null;
      return {
        ref: { provider: localProviderId, name },
        batchMax: 32,
        embed: async (texts, { signal }) => {
          if (texts.length === 0) return { vectors: [], usage: usageOf({}) };
          const startedAt = clock.monotonic();
          const spec = await hostModel(model);
          const vectors: Float32Array[] = [];
          let promptTokens = 0;
          // In portions, so that a long list neither blocks a chat's turn nor fills a frame.
          for (let start = 0; start < texts.length; start += 32) {
            const answer = await answerOf(
              hosts[model.format],
              {
                type: 'embed',
                model: spec,
                texts: texts.slice(start, start + 32),
              },
              { signal, want: 'vectors' },
            );
            promptTokens += answer.tokens;
            vectors.push(...vectorsFrom(answer.data, answer.dimensions));
          }
          const latencyMs = clock.monotonic() - startedAt;
          return { vectors, usage: usageOf({ promptTokens, latencyMs }) };
        },
      };
    },
    reranker: async (name) => {
      const model = await find(name, 'rerank');
      if (!model) return null;
      return {
        ref: { provider: localProviderId, name },
        rerank: async ({ query, documents, top }, { signal }) => {
          if (documents.length === 0) return [];
          const { scores } = await answerOf(
            hosts[model.format],
            { type: 'rerank', model: await hostModel(model), query, documents },
            { signal, want: 'scores' },
          );
          return scores
            .map((score, index) => ({ index, score }))
            .toSorted((a, b) => b.score - a.score)
            .slice(0, top);
        },
      };
    },
    processes: () => Object.values(hosts).flatMap(({ pid }) => (pid === null ? [] : [pid])),
    close: async () => {
      await Promise.all(Object.values(hosts).map((host) => host.close()));
    },
  };
}

function contextOf(model: LocalModel, { contextTokensMax }: LocalModelLimits): number {
  return Math.min(model.contextTokens ?? contextTokensMax, contextTokensMax);
}

function listingOf(model: LocalModel, limits: LocalModelLimits): ModelListing {
  const talks = model.kind === 'chat';
  return {
    name: model.name,
    kind: model.kind,
    mode: talks && !model.chatTemplate ? 'completion' : 'chat',
    contextTokens: contextOf(model, limits),
    outputTokensMax: talks ? contextOf(model, limits) : null,
    features: talks
      ? ['structured-output', 'json-mode', ...(model.tools ? (['tools'] as const) : [])]
      : [],
  };
}

function vectorsFrom(data: string, dimensions: number): Float32Array[] {
  const bytes = Buffer.from(data, 'base64');
  // Copied, because a pooled buffer need not begin at a multiple of four.
  const all = new Float32Array(new Uint8Array(bytes).buffer);
  return dimensions === 0
    ? []
    : Array.from({ length: all.length / dimensions }, (_, row) =>
        all.slice(row * dimensions, (row + 1) * dimensions),
      );
}
