/**
 * A server with the OpenAI API whose answers cost it as little as possible. The model `paced` talks
 * like a real one: a pause, then a token every while. The model `flood` sends chunks as fast as the
 * reader takes them.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { answerParent } from './answer-parent.ts';

export interface ModelPace {
  readonly firstTokenMs: number;
  readonly tokenMs: number;
  readonly tokens: number;
  readonly floodChunks: number;
}

export interface ModelAddress {
  readonly url: string;
}

const chunk = Buffer.from(
  'data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}\n\n',
);
const chunksAtOnce = 32;
const flood = Buffer.concat(Array.from({ length: chunksAtOnce }, () => chunk));
const end = [
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
  'data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}',
  'data: [DONE]',
  '',
].join('\n\n');

answerParent<ModelPace, ModelAddress>(async (pace) => {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      if (request.method !== 'POST') return response.end('{"data":[]}');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (body.includes('"flood"')) return sendFlood(response, pace);
      return sendPaced(response, pace);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1024, resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
});

function sendPaced(response: ServerResponse, { firstTokenMs, tokenMs, tokens }: ModelPace): void {
  response.flushHeaders();
  let sent = 0;
  let timer = setTimeout(() => {
    timer = setInterval(send, tokenMs);
    send();
  }, firstTokenMs);
  const send = (): void => {
    response.write(chunk);
    sent += 1;
    if (sent < tokens) return;
    clearInterval(timer);
    response.end(end);
  };
  response.on('close', () => clearInterval(timer));
}

function sendFlood(response: ServerResponse, { floodChunks }: ModelPace): void {
  let left = floodChunks;
  const source = new Readable({
    read() {
      left -= chunksAtOnce;
      if (left >= 0) this.push(flood);
      else {
        this.push(end);
        this.push(null);
      }
    },
  });
  source.pipe(response);
}
