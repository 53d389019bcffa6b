import type { ChatChunk, ChatRequest, Clock, ModelRef } from '@outpost/contracts';
import {
  createModelGateway,
  type Fetch,
  type ModelDirectory,
  type ModelGatewayOptions,
  type ModelSettings,
  type ProviderSettings,
} from '../src/index.ts';
import { collect } from './collect.ts';

/** Pauses pass at once and are remembered; the limits of calls never come. */
export function createHastyClock(): Clock & { readonly pauses: number[] } {
  const pauses: number[] = [];
  let nowMs = 1_760_000_000_000;
  return {
    pauses,
    now: () => nowMs,
    monotonic: () => nowMs,
    after(delayMs, callback) {
      if (delayMs > longestPauseMs) return () => undefined;
      const timer = setImmediate(() => {
        pauses.push(delayMs);
        nowMs += delayMs;
        callback();
      });
      return () => clearImmediate(timer);
    },
  };
}

export const realFetch: Fetch = (url, init) => fetch(url, init);

export function testGateway(
  settings: Partial<ModelSettings>,
  options: Partial<ModelGatewayOptions> = {},
): ModelDirectory {
  return createModelGateway({
    settings: () => ({ providers: [], ...settings }),
    fetch: realFetch,
    clock: createHastyClock(),
    ...options,
  });
}

/** A provider of the OpenAI family at an address. */
export function serverAt(
  baseUrl: string,
  changes: Partial<ProviderSettings> = {},
): ProviderSettings {
  return {
    id: 'inner',
    type: 'openai-compatible',
    baseUrl,
    keys: [{ id: 'first', credentials: { api_key: 'sk-first-secret' } }],
    ...changes,
  };
}

export function question(text = 'Hi', changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    parameters: {},
    ...changes,
  };
}

export const testModel: ModelRef = { provider: 'inner', name: 'test-model' };

/** Asks and gathers the chunks. */
export async function ask(
  gateway: ModelDirectory,
  request: ChatRequest = question(),
  ref: ModelRef = testModel,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly ChatChunk[]> {
  const model = await gateway.chat(ref);
  return collect(model.stream(request, { signal }));
}

export function textOfChunks(chunks: readonly ChatChunk[]): string {
  return chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join('');
}

export function finishOf(chunks: readonly ChatChunk[]): Extract<ChatChunk, { type: 'finish' }> {
  const last = chunks.at(-1);
  if (last?.type !== 'finish') throw new Error('The last chunk is not the finish.');
  return last;
}

/** Above what a gateway pauses by itself, below every limit of a call. */
const longestPauseMs = 30_000;
