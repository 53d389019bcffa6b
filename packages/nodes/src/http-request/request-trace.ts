import type { EgressRequest } from '@outpost/contracts';

const bodyCharactersMax = 4000;

/** The request as a person reads it in a trace: no secrets in headers, no more of the body than helps. */
export function requestTrace(
  { method, url, headers, body }: EgressRequest,
  bodyIsText: boolean,
): string {
  const lines = headers.map(([name, value]) => `${name}: ${isSecret(name) ? '********' : value}`);
  return [`${method} ${url}`, ...lines, '', bodyText(body, bodyIsText)].join('\n').trimEnd();
}

function isSecret(name: string): boolean {
  return /auth|key|token|secret|cookie|password|credential/i.test(name);
}

function bodyText(body: Uint8Array | null, isText: boolean): string {
  if (!body) return '';
  if (!isText) return `(${body.length} bytes)`;
  const text = new TextDecoder().decode(body.subarray(0, bodyCharactersMax));
  return body.length > bodyCharactersMax ? `${text}… (${body.length} bytes)` : text;
}
