import type { Usage, Values } from '@outpost/contracts';

/** A usage as nodes give it out and apps read it: field names of app files, prices as text, times in seconds. */
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
