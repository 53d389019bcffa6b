import type { Usage } from '@outpost/contracts';

/** Usage as Service API clients read it: prices as strings, times in seconds. */
export function usageFields(usage: Usage) {
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
    latency: secondsOf(usage.latencyMs),
    time_to_first_token:
      usage.timeToFirstTokenMs === null ? null : secondsOf(usage.timeToFirstTokenMs),
    time_to_generate:
      usage.timeToFirstTokenMs === null
        ? null
        : secondsOf(usage.latencyMs - usage.timeToFirstTokenMs),
  };
}

/** To the millisecond. */
function secondsOf(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
