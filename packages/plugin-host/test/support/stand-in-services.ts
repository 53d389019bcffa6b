import {
  AppError,
  noUsage,
  type ChatChunk,
  type ChatRequest,
  type ModelFacts,
  type ModelGateway,
} from '@outpost/contracts';
import type { BackwardsServices } from '../../src/backwards/backwards-services.ts';

export interface StandIn {
  readonly services: BackwardsServices;
  /** What was asked, in order. */
  readonly asked: { readonly what: string; readonly request: unknown }[];
  /** Where plugins may send files. */
  uploadUrl: string;
}

/** The host as plugins see it: answers that a test can tell, and a list of what was asked. */
export function standInServices(): StandIn {
  const asked: { what: string; request: unknown }[] = [];
  const note = (what: string, request: unknown): void => void asked.push({ what, request });
  const kept = new Map<string, Uint8Array>();
  const standIn: StandIn = {
    asked,
    uploadUrl: '',
    services: {
      models: () => standInModels(note),
      tools: () => ({
        find: async () => null,
        async *call(request) {
          note('tool', request);
          yield { type: 'text', text: `used ${request.ref.name}` };
          yield { type: 'json', value: { given: request.parameters } };
          yield {
            type: 'file',
            bytes: Buffer.from('bytes'),
            mediaType: 'text/plain',
            filename: 'b.txt',
          };
        },
      }),
      apps: {
        async *run(request) {
          note('app', request);
          if (!request.streaming) {
            yield { data: { outputs: { of: request.appId } }, answer: 'whole' };
            return;
          }
          yield { event: 'message', answer: 'he' };
          yield { event: 'message', answer: 'llo' };
          yield { event: 'message_end' };
        },
        async describe(appId) {
          note('describe', appId);
          if (appId === 'missing')
            throw new AppError('not_found', { details: { thing: 'The app missing' } });
          return { name: 'An app', mode: 'chat', id: appId };
        },
      },
      nodes: {
        async run(request) {
          note(request.kind, request);
          return request.kind === 'parameter-extractor'
            ? { inputs: {}, processData: { a: 1 }, outputs: { city: 'Paris' } }
            : { inputs: {}, processData: {}, outputs: { class_name: 'good', class_id: '1' } };
        },
      },
      storage: {
        get: async (_, key) => kept.get(key) ?? null,
        async set({ plugin }, key, value, limitBytes) {
          if (value.length > limitBytes)
            throw new AppError('plugin_storage_full', {
              details: { plugin, limit: 'storage.size', limitBytes },
            });
          kept.set(key, value);
        },
        remove: async (_, key) => (kept.delete(key) ? 1 : 0),
      },
      uploads: {
        async address(file) {
          note('upload', file);
          return standIn.uploadUrl;
        },
      },
      async summarise(request) {
        note('summary', request);
        return 'short';
      },
    },
  };
  return standIn;
}

function standInModels(note: (what: string, request: unknown) => void): ModelGateway {
  const usage = { ...noUsage, promptTokens: 3, completionTokens: 2, totalTokens: 5 };
  return {
    async chat(ref) {
      const facts: ModelFacts = {
        ref,
        mode: 'chat',
        contextTokens: null,
        outputTokensMax: null,
        features: new Set(),
      };
      return {
        facts,
        async *stream(request: ChatRequest): AsyncGenerator<ChatChunk> {
          note('llm', request);
          if (request.messages.some((message) => JSON.stringify(message).includes('JSON Schema')))
            yield { type: 'text', text: 'Here: {"a": 1}' };
          else {
            yield { type: 'text', text: 'good ' };
            yield { type: 'text', text: 'day' };
          }
          for (const { name } of request.tools ?? [])
            yield { type: 'tool-call', call: { id: 'c1', name, arguments: '{"q":"x"}' } };
          const reason = request.tools ? 'tool-calls' : 'stop';
          yield { type: 'finish', reason, usage, model: ref };
        },
      };
    },
    async embedder(ref) {
      return {
        ref,
        batchMax: 100,
        async embed(texts, { purpose }) {
          note('embedding', { texts, purpose });
          return { vectors: texts.map((_, index) => Float32Array.of(index, 0.5)), usage };
        },
      };
    },
    async reranker(ref) {
      return {
        ref,
        async rerank({ documents }) {
          return documents.map((_, index) => ({ index, score: 0.9 - index * 0.4 }));
        },
      };
    },
    async textToSpeech() {
      return {
        voices: [],
        async speak() {
          const audio = async function* () {
            yield Buffer.from('so');
            yield Buffer.from('und');
          };
          return { mediaType: 'audio/mpeg', audio: audio() };
        },
      };
    },
    async speechToText() {
      return {
        transcribe: async ({ bytes }) => `heard ${Buffer.from(bytes).toString('latin1').slice(2)}`,
      };
    },
    async moderation() {
      return { moderate: async (text) => ({ flagged: text.includes('bad'), categories: [] }) };
    },
  };
}
