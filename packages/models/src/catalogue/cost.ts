import { noUsage, type ModelPrice, type Usage } from '@outpost/contracts';
import { addDecimals, isDecimal, multiplyDecimals } from './decimal.ts';

export type Price = ModelPrice;

type Cost = Omit<Usage, 'latencyMs' | 'timeToFirstTokenMs' | 'estimated'>;

/** Tokens and their exact price; a model without a price costs `0`. */
export function costOf(
  {
    promptTokens,
    completionTokens,
  }: { readonly promptTokens: number; readonly completionTokens: number },
  price: Price | null,
): Cost {
  const counts = { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens };
  const { latencyMs: _latency, timeToFirstTokenMs: _first, ...free } = noUsage;
  if (!price || ![price.input, price.output, price.unit].every(isDecimal))
    return { ...free, ...counts };
  const promptPrice = multiplyDecimals(promptTokens, price.input, price.unit);
  const completionPrice = multiplyDecimals(completionTokens, price.output, price.unit);
  return {
    ...counts,
    promptUnitPrice: price.input,
    completionUnitPrice: price.output,
    promptPriceUnit: price.unit,
    completionPriceUnit: price.unit,
    promptPrice,
    completionPrice,
    totalPrice: addDecimals(promptPrice, completionPrice),
    currency: price.currency,
  };
}
