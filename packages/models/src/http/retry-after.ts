/**
 * How long a server asks to wait, in milliseconds; null when it does not say. Reads `retry-after`
 * as seconds or as an HTTP date (RFC 9110, 10.2.3), and `retry-after-ms`, which OpenAI and Azure send.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const exact = positive(headers.get('retry-after-ms'));
  if (exact !== null) return exact;
  const text = headers.get('retry-after');
  const seconds = positive(text);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  // `Date.parse` makes a date of almost anything: only what begins like one is asked.
  const date = /^[A-Za-z]{3}/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function positive(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
