import type { FinishReason } from '@outpost/contracts';
import type { AnswerPiece, TokenCounts } from '../client.ts';
import { createToolCallAssembler, type ToolCallDelta } from './tool-calls.ts';

/** What is read of a chunk or of a whole answer; nothing is promised by the server. */
export interface WireAnswer {
  readonly choices?: readonly WireChoice[] | null;
  readonly usage?: WireUsage | null;
}

interface WireChoice {
  readonly delta?: WireMessage | null;
  readonly message?: WireMessage | null;
  /** Of completions. */
  readonly text?: string | null;
  readonly finish_reason?: string | null;
  /** Moonshot puts it here in streams. */
  readonly usage?: WireUsage | null;
}

interface WireMessage {
  readonly content?: unknown;
  readonly reasoning_content?: string | null;
  readonly reasoning?: unknown;
  readonly thinking?: unknown;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ToolCallDelta[] | null;
  readonly function_call?: { readonly name?: string; readonly arguments?: unknown } | null;
}

interface WireUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly total_tokens?: number | null;
}

/** Turns chunks into pieces; tool calls are kept until they are whole. */
export function createAnswerReader(): {
  read(chunk: WireAnswer, pieces: AnswerPiece[]): void;
  /** The tool calls and the finish. */
  end(pieces: AnswerPiece[]): void;
  /** True once anything of an answer was seen. */
  readonly started: boolean;
} {
  const calls = createToolCallAssembler();
  let finish: string | null = null;
  let tokens: TokenCounts | null = null;
  let started = false;
  let hasUnnumberedCall = false;
  return {
    get started() {
      return started;
    },
    read(chunk, pieces) {
      const choice = chunk.choices?.[0];
      const usage = chunk.usage ?? choice?.usage;
      if (usage) tokens = tokenCounts(usage) ?? tokens;
      if (!choice) return;
      started = true;
      if (choice.finish_reason) finish = choice.finish_reason;
      const message = choice.delta ?? choice.message;
      if (!message) {
        if (choice.text) pieces.push({ type: 'text', text: choice.text });
        return;
      }
      const { content, tool_calls: deltas, function_call: legacyCall } = message;
      const thought =
        message.reasoning_content ?? textWithin(message.reasoning ?? message.thinking);
      if (thought) pieces.push({ type: 'reasoning', text: thought });
      if (typeof content === 'string') {
        if (content !== '') pieces.push({ type: 'text', text: content });
      } else if (Array.isArray(content)) readParts(content, pieces);
      if (message.refusal) pieces.push({ type: 'text', text: message.refusal });
      if (deltas) calls.add(deltas);
      if (legacyCall) {
        calls.add([
          { index: 0, function: legacyCall, ...(hasUnnumberedCall ? {} : { id: 'call_0' }) },
        ]);
        hasUnnumberedCall = true;
      }
    },
    end(pieces) {
      const whole = calls.take();
      for (const call of whole) pieces.push({ type: 'tool-call', call });
      // Several servers say “stop” after a tool call.
      const reason = whole.length > 0 ? 'tool-calls' : finishReason(finish);
      pieces.push({ type: 'finish', reason, tokens });
    },
  };
}

/** Content in parts, as Mistral's thinking models send it. */
function readParts(parts: readonly unknown[], pieces: AnswerPiece[]): void {
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue;
    const { type, text, thinking } = part as Readonly<Record<string, unknown>>;
    if (type === 'thinking') {
      const thought = textWithin(thinking);
      if (thought) pieces.push({ type: 'reasoning', text: thought });
    } else if (typeof text === 'string' && text !== '') pieces.push({ type: 'text', text });
  }
}

function textWithin(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value
    .map((part: { readonly text?: unknown }) => (typeof part?.text === 'string' ? part.text : ''))
    .join('');
}

function tokenCounts(usage: WireUsage): TokenCounts | null {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = usage;
  if (typeof prompt !== 'number' && typeof completion !== 'number') return null;
  const promptTokens = prompt ?? 0;
  // Some servers leave the answer's count out and give the sum.
  const completionTokens = completion ?? Math.max(0, (total ?? promptTokens) - promptTokens);
  return { promptTokens, completionTokens };
}

function finishReason(reason: string | null): FinishReason {
  switch (reason) {
    case 'stop':
    case 'eos':
    case 'eos_token':
    case 'stop_sequence':
      return 'stop';
    case 'length':
    case 'max_tokens':
    case 'model_length':
      return 'length';
    case 'tool_calls':
    case 'function_call':
      return 'tool-calls';
    case 'content_filter':
    case 'sensitive':
      return 'content-filter';
    default:
      return 'other';
  }
}
