import type { ChatRequest } from '@outpost/contracts';
import { HostError } from './host-error.ts';

/** How the next token is chosen. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly minP: number;
  readonly seed: number | null;
  readonly repeatPenalty: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  /** Tokens of the answer; null for as many as fit. */
  readonly maxTokens: number | null;
  readonly stop: readonly string[];
  /** Whether a model that can think aloud should; null leaves it to the model. */
  readonly thinking: boolean | null;
}

/** Reads the parameters that app files name; values of the wrong type are refused by name. */
export function readSampling({ parameters, stop = [] }: ChatRequest): Sampling {
  const number = (names: readonly string[], low: number, high: number): number | null => {
    for (const name of names) {
      const value = parameters[name];
      if (value === undefined || value === null) continue;
      const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof parsed !== 'number' || !Number.isFinite(parsed) || parsed < low || parsed > high)
        throw new HostError('request', `${name} must be a number from ${low} to ${high}`);
      return parsed;
    }
    return null;
  };
  const stops = [...stop, ...stopsFrom(parameters['stop'])].filter((text) => text !== '');
  const maxTokens = number(['max_tokens', 'max_completion_tokens', 'num_predict'], -1, 1e9);
  const thinking = parameters['enable_thinking'];
  return {
    temperature: number(['temperature'], 0, 10) ?? 0.7,
    topP: number(['top_p'], 0, 1) ?? 0.95,
    topK: number(['top_k'], -1, 1e6) ?? 40,
    minP: number(['min_p'], 0, 1) ?? 0,
    seed: number(['seed'], -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    repeatPenalty: number(['repeat_penalty', 'repetition_penalty'], 0, 10) ?? 1.1,
    frequencyPenalty: number(['frequency_penalty'], -10, 10) ?? 0,
    presencePenalty: number(['presence_penalty'], -10, 10) ?? 0,
    // Below one means "no limit" in the dialects that allow it.
    maxTokens: maxTokens === null || maxTokens < 1 ? null : Math.floor(maxTokens),
    stop: stops.slice(0, 16),
    thinking: typeof thinking === 'boolean' ? thinking : null,
  };
}

function stopsFrom(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
