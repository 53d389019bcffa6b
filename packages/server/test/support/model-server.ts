/**
 * A server with the OpenAI API on loopback whose answers can be foretold: it repeats the question,
 * word by word, unless a test says otherwise.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelQuestion {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly stream?: boolean;
  /** The text of the last message. */
  readonly question: string;
}

/** Pieces to stream, or a refusal with an HTTP status. */
export type ModelReply = AsyncIterable<string> | Iterable<string> | { readonly status: number };

export interface ModelServer {
  /** Base address with `/v1`. */
  readonly url: string;
  readonly questions: ModelQuestion[];
  answer: (question: ModelQuestion) => ModelReply;
  close(): Promise<void>;
}

export async function startModelServer(): Promise<ModelServer> {
  const listener = createServer((request, response) => {
    serve(server, request, response).catch(() => response.destroy());
  });
  const server: ModelServer = {
    url: '',
    questions: [],
    answer: ({ question }) => `You said: ${question}`.match(/\S+\s*/g) ?? [],
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return Object.assign(server, { url: `http://127.0.0.1:${port}/v1` });
}

async function serve(
  server: ModelServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const path = request.url ?? '';
  if (path.endsWith('/models')) return json(response, { data: [{ id: 'echo' }] });
  if (request.method !== 'POST') return json(response, { error: { message: 'Not found' } }, 404);
  if (path.endsWith('/audio/transcriptions')) return json(response, { text: 'a spoken question' });
  if (path.endsWith('/audio/speech')) {
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end('spoken bytes');
    return;
  }
  const asked = JSON.parse(body.toString('utf8')) as ModelQuestion & { readonly input?: unknown };
  if (path.endsWith('/embeddings')) return json(response, embeddings(asked.input));
  const question = { ...asked, question: textOf(asked.messages.at(-1)?.content) };
  server.questions.push(question);
  const reply = server.answer(question);
  if ('status' in reply) {
    const error = { message: 'The model has a bad day.', type: 'server_error' };
    return json(response, { error }, reply.status);
  }
  if (asked.stream === true) return stream(response, reply);
  const pieces: string[] = [];
  for await (const piece of reply) pieces.push(piece);
  const message = { role: 'assistant', content: pieces.join('') };
  json(response, { choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
}

async function stream(
  response: ServerResponse,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (data: unknown): void => void response.write(`data: ${JSON.stringify(data)}\n\n`);
  for await (const content of pieces) send({ choices: [{ index: 0, delta: { content } }] });
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage });
  response.end('data: [DONE]\n\n');
}

/** Vectors of letter counts: the same letters, the same direction. */
function embeddings(input: unknown) {
  const texts = Array.isArray(input) ? input.map(String) : [String(input)];
  const data = texts.map((text, index) => {
    const embedding = Array.from({ length: 26 }, () => 0.01);
    for (const letter of text.toLowerCase()) {
      const place = letter.charCodeAt(0) - 97;
      if (place >= 0 && place < 26) embedding[place] = (embedding[place] ?? 0) + 1;
    }
    return { index, embedding };
  });
  return { data, usage: { prompt_tokens: texts.length, total_tokens: texts.length } };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { readonly text?: unknown }) => (typeof part.text === 'string' ? part.text : ''))
    .join('');
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const usage = { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 };
