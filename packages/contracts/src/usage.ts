import type { Values } from './values/value.ts';

/** What a model call took. Prices are exact decimal strings; `unitPrice` is per `priceUnit` tokens (`0.001` = per thousand). */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly promptUnitPrice: string;
  readonly completionUnitPrice: string;
  readonly promptPriceUnit: string;
  readonly completionPriceUnit: string;
  readonly promptPrice: string;
  readonly completionPrice: string;
  readonly totalPrice: string;
  readonly currency: string;
  readonly latencyMs: number;
  readonly timeToFirstTokenMs: number | null;
  /** Present when the server told no token counts and they were counted here. */
  readonly estimated?: true;
}

export const noUsage: Usage = {
  promptTokens: 0,
  completionTokens: 0,
  totalTokens: 0,
  promptUnitPrice: '0',
  completionUnitPrice: '0',
  promptPriceUnit: '0',
  completionPriceUnit: '0',
  promptPrice: '0',
  completionPrice: '0',
  totalPrice: '0',
  currency: 'USD',
  latencyMs: 0,
  timeToFirstTokenMs: null,
};

/** A usage as nodes give it out and apps read it: field names of app files and the Service API, prices as text, times in seconds. */
export function usageRecord(usage: Usage): Values {
  return {
    prompt_tokens: usage.promptTokens,
    prompt_unit_price: usage.promptUnitPrice,
    prompt_price_unit: usage.promptPriceUnit,
    prompt_price: usage.promptPrice,
    completion_tokens: usage.completionTokens,
    completion_unit_price: usage.completionUnitPrice,
    completion_price_unit: usage.completionPriceUnit,
    completion_price: usage.completionPrice,
    total_tokens: usage.totalTokens,
    total_price: usage.totalPrice,
    currency: usage.currency,
    latency: seconds(usage.latencyMs),
    time_to_first_token:
      usage.timeToFirstTokenMs === null ? null : seconds(usage.timeToFirstTokenMs),
    time_to_generate:
      usage.timeToFirstTokenMs === null
        ? null
        : seconds(Math.max(0, usage.latencyMs - usage.timeToFirstTokenMs)),
  };
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
