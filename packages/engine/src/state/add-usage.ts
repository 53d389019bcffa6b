import { noUsage, type Usage } from '@outpost/contracts';

/**
 * Adds what two model calls took. Prices are added exactly, as decimals; amounts of different
 * currencies cannot be added, so the first currency with a price stays. Unit prices and the time to
 * the first token are those of the first call.
 */
export function addUsage(sum: Usage, more: Usage): Usage {
  if (sum === noUsage) return more;
  const prices =
    sum.currency === more.currency || isZero(more.totalPrice) ? sum : startOf(sum, more);
  const added = prices.currency === more.currency;
  const price = (a: string, b: string): string => (added ? addDecimals(a, b) : a);
  return {
    ...prices,
    promptTokens: sum.promptTokens + more.promptTokens,
    completionTokens: sum.completionTokens + more.completionTokens,
    totalTokens: sum.totalTokens + more.totalTokens,
    promptPrice: price(prices.promptPrice, more.promptPrice),
    completionPrice: price(prices.completionPrice, more.completionPrice),
    totalPrice: price(prices.totalPrice, more.totalPrice),
    latencyMs: sum.latencyMs + more.latencyMs,
    timeToFirstTokenMs: sum.timeToFirstTokenMs ?? more.timeToFirstTokenMs,
    ...(sum.estimated || more.estimated ? { estimated: true as const } : {}),
  };
}

/** A sum that has no price yet takes the currency of the first call that has one. */
function startOf(sum: Usage, more: Usage): Usage {
  return isZero(sum.totalPrice) ? { ...sum, currency: more.currency } : sum;
}

function isZero(decimal: string): boolean {
  return !/[1-9]/.test(decimal);
}

const decimal = /^(-?)(\d*)\.?(\d*)$/;

function addDecimals(a: string, b: string): string {
  if (isZero(b)) return a;
  if (isZero(a)) return b;
  const places = Math.max(placesOf(a), placesOf(b));
  const sum = scaled(a, places) + scaled(b, places);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
  return sum < 0n ? `-${text}` : text;
}

function placesOf(text: string): number {
  return decimal.exec(text)?.[3]?.length ?? 0;
}

/** The number without its decimal point, at the given number of places; anything odd counts as 0. */
function scaled(text: string, places: number): bigint {
  const match = decimal.exec(text);
  if (!match) return 0n;
  const [, sign, whole = '', fraction = ''] = match;
  const value = BigInt(`${whole}${fraction.padEnd(places, '0')}` || '0');
  return sign === '-' ? -value : value;
}
