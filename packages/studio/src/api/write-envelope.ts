/**
 * Web firewalls in front of an installation refuse bodies that look like an attack: code, SQL or
 * templates, which is what people write here. The envelope carries the same request as a POST whose
 * body is base64 text that no rule reads: `x-outpost-envelope: METHOD`, body `{"data": "…"}`.
 */

/** True when a refusal came from something in front of us: our own answers always name a version. */
export function isForeignRefusal(answer: Response): boolean {
  return [403, 405, 406, 418, 501].includes(answer.status) && !answer.headers.has('x-version');
}

/** The same write inside an envelope. */
export function wrapWrite(write: RequestInit): RequestInit {
  const body = typeof write.body === 'string' ? write.body : '';
  return {
    ...write,
    method: 'POST',
    headers: {
      ...(write.headers as Record<string, string>),
      'content-type': 'application/json',
      'x-outpost-envelope': write.method ?? 'POST',
    },
    body: JSON.stringify({ data: base64FromText(body) }),
  };
}

function base64FromText(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
