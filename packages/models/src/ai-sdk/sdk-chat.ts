import type {
  LanguageModelV4,
  LanguageModelV4StreamPart,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import type { ChatRequest, FinishReason } from '@outpost/contracts';
import type { AnswerPiece, TokenCounts } from '../client.ts';
import type { ServerCaller } from '../http/call-server.ts';
import { bytesFromBase64 } from '../openai/base64.ts';
import { sdkCallOptions, type OwnParameters } from './sdk-call-options.ts';
import { sdkError } from './sdk-error.ts';
import type { CallExtra, SignedThought } from './sdk-prompt.ts';

/** One chat call through a provider package of the AI SDK. */
export async function* sdkChat(
  caller: ServerCaller,
  model: LanguageModelV4,
  {
    request,
    signal,
    provider,
    ownParameters,
  }: {
    readonly request: ChatRequest;
    readonly signal: AbortSignal;
    /** The manifest's id: signatures go back to whom they came from. */
    readonly provider: string;
    readonly ownParameters: OwnParameters;
  },
): AsyncGenerator<readonly AnswerPiece[]> {
  try {
    const options = sdkCallOptions(request, { provider, signal, ownParameters });
    const { stream } = await model.doStream(options);
    const read = createPartReader(provider);
    for await (const part of stream) {
      if (part.type === 'error') throw part.error;
      yield read(part);
      if (part.type === 'finish') return;
    }
  } catch (thrown) {
    throw signal.aborted ? signal.reason : sdkError(caller, model.modelId, thrown);
  }
}

/** Turns parts into pieces; thoughts are kept until a tool call, which carries them back. */
function createPartReader(
  provider: string,
): (part: LanguageModelV4StreamPart) => readonly AnswerPiece[] {
  const thoughts = new Map<string, { text: string; signature: SharedV4ProviderOptions }>();
  return (part) => {
    switch (part.type) {
      case 'text-delta':
        return part.delta === '' ? nothing : [{ type: 'text', text: part.delta }];
      case 'reasoning-start':
      case 'reasoning-delta':
      case 'reasoning-end': {
        const thought = thoughts.get(part.id) ?? { text: '', signature: {} };
        const text = part.type === 'reasoning-delta' ? part.delta : '';
        thought.text += text;
        if (part.providerMetadata)
          thought.signature = { ...thought.signature, ...part.providerMetadata };
        thoughts.set(part.id, thought);
        return text === '' ? nothing : [{ type: 'reasoning', text }];
      }
      case 'tool-call': {
        // What the provider ran by itself is its own matter.
        if (part.providerExecuted) return nothing;
        const signed = takeSigned(thoughts);
        const kept: CallExtra = {
          provider,
          ...(part.providerMetadata ? { signature: part.providerMetadata } : {}),
          ...(signed.length > 0 ? { thoughts: signed } : {}),
        };
        const call = { id: part.toolCallId, name: part.toolName, arguments: part.input || '{}' };
        const hasExtra = kept.signature !== undefined || kept.thoughts !== undefined;
        return [{ type: 'tool-call', call: hasExtra ? { ...call, extra: { sdk: kept } } : call }];
      }
      case 'file': {
        if (part.data.type !== 'data') return nothing;
        const { data } = part.data;
        const bytes = typeof data === 'string' ? bytesFromBase64(data) : data;
        return [{ type: 'file', mediaType: part.mediaType, bytes }];
      }
      case 'finish':
        return [
          {
            type: 'finish',
            reason: finishReasons[part.finishReason.unified] ?? 'other',
            tokens: tokenCounts(part.usage),
          },
        ];
      default:
        return nothing;
    }
  };
}

/** Thoughts with a signature only: others are refused when they come back. */
function takeSigned(
  thoughts: Map<string, { text: string; signature: SharedV4ProviderOptions }>,
): readonly SignedThought[] {
  const signed = [...thoughts.values()].filter(
    ({ signature }) => Object.keys(signature).length > 0,
  );
  thoughts.clear();
  return signed;
}

function tokenCounts(
  usage: Extract<LanguageModelV4StreamPart, { type: 'finish' }>['usage'],
): TokenCounts | null {
  const { total: promptTokens } = usage.inputTokens;
  const { total: completionTokens } = usage.outputTokens;
  if (promptTokens === undefined && completionTokens === undefined) return null;
  return { promptTokens: promptTokens ?? 0, completionTokens: completionTokens ?? 0 };
}

const nothing: readonly AnswerPiece[] = [];
const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool-calls',
  'content-filter': 'content-filter',
};
