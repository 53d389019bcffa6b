import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as JSON; an empty object when it is not. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** A model server on the loopback, closed with its test; it remembers what it was asked. */
export async function startServer(
  t: Pick<TestContext, 'after'>,
  answer: Answer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<{ readonly url: string; readonly requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const text = Buffer.concat(pieces).toString();
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        text,
        body: parsed(text),
      };
      requests.push(request);
      void answer(request, response);
    });
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests };
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Sends payloads as server-sent events, with `[DONE]` at their end. */
export function sendEvents(response: ServerResponse, payloads: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const payload of payloads) response.write(`data: ${JSON.stringify(payload)}\n\n`);
  response.end('data: [DONE]\n\n');
}

/** A chunk of a streamed answer, as OpenAI writes it. */
export function chunk(
  delta: Readonly<Record<string, unknown>>,
  finishReason: string | null = null,
): Readonly<Record<string, unknown>> {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'test-model',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

/** What a healthy server of the OpenAI family says. */
export function healthyAnswer(
  request: SeenRequest,
  response: ServerResponse,
  text = 'Hello!',
): void {
  const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
  if (request.body['stream'] === true)
    sendEvents(response, [
      chunk({ role: 'assistant', content: '' }),
      ...text.split('').map((letter) => chunk({ content: letter })),
      chunk({}, 'stop'),
      { ...chunk({}), choices: [], usage },
    ]);
  else
    sendJson(response, {
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage,
    });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
