/** A server for each way in which servers in inner networks depart from the OpenAI format (field-failures, rank 14). */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import {
  chunk,
  healthyAnswer,
  sendEvents,
  sendJson,
  type Answer,
  type SeenRequest,
} from '../fake-server.ts';

export interface FaultyServer {
  readonly fault: string;
  readonly answer: Answer;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Put after the server's address by the person who adds it. */
  readonly path?: string;
  /** What comes out in the end: an answer, or the code of a precise error. */
  readonly outcome: { readonly text: string } | { readonly code: string; readonly says: RegExp };
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** Serves `/v1/…` like a good server, except for what a fault does first. */
function withFault(fault: (request: SeenRequest, response: ServerResponse) => boolean): Answer {
  return (request, response) => {
    if (fault(request, response)) return;
    if (request.path === '/v1/models') sendJson(response, { data: [{ id: 'test-model' }] });
    else if (request.path === '/v1/chat/completions') healthyAnswer(request, response);
    else sendJson(response, { detail: 'Not Found' }, 404);
  };
}

function refuse(response: ServerResponse, status: number, message: string): true {
  sendJson(response, { error: { message, type: 'invalid_request_error' } }, status);
  return true;
}

function messagesOf({
  body,
}: SeenRequest): readonly { readonly role: string; readonly content: unknown }[] {
  return Array.isArray(body['messages']) ? body['messages'] : [];
}

const works = { text: 'Hello!' };

export const faultyServers: readonly FaultyServer[] = [
  {
    fault: 'has no list of models (404)',
    answer: withFault(
      ({ path }, response) => path.endsWith('/models') && refuse(response, 404, 'Not Found'),
    ),
    outcome: works,
  },
  {
    fault: 'refuses to list models (405)',
    answer: withFault(
      ({ path }, response) =>
        path.endsWith('/models') && refuse(response, 405, 'Method Not Allowed'),
    ),
    outcome: works,
  },
  {
    fault: 'only streams',
    answer: withFault(
      ({ body, method }, response) =>
        method === 'POST' &&
        body['stream'] !== true &&
        refuse(response, 400, 'This model only supports stream mode'),
    ),
    outcome: works,
  },
  {
    fault: 'does not stream, and says so',
    answer: withFault(
      ({ body }, response) =>
        body['stream'] === true && refuse(response, 400, 'stream is not supported by this model'),
    ),
    outcome: works,
  },
  {
    fault: 'does not stream, and answers at once without a word about it',
    answer: withFault((request, response) => {
      if (request.body['stream'] !== true) return false;
      healthyAnswer({ ...request, body: {} }, response);
      return true;
    }),
    outcome: works,
  },
  {
    fault: 'tells no usage',
    answer: withFault(({ body }, response) => {
      if (body['stream'] !== true) return false;
      sendEvents(response, [chunk({ content: 'Hello!' }), chunk({}, 'stop')]);
      return true;
    }),
    outcome: works,
  },
  {
    fault: 'refuses stream_options',
    answer: withFault(
      ({ body }, response) =>
        'stream_options' in body &&
        (sendJson(
          response,
          { detail: [{ loc: ['body', 'stream_options'], msg: 'extra fields not permitted' }] },
          422,
        ),
        true),
    ),
    outcome: works,
  },
  {
    fault: 'refuses an empty content (422)',
    answer: withFault(
      (request, response) =>
        messagesOf(request).some(({ content }) => content === '' || content === null) &&
        refuse(response, 422, 'The content of messages is empty'),
    ),
    outcome: works,
  },
  {
    fault: 'calls thinking “reasoning” and sends it first',
    answer: withFault(({ body }, response) => {
      if (body['stream'] !== true) return false;
      sendEvents(response, [
        chunk({ reasoning: 'Let me think.' }),
        chunk({ content: 'Hello!' }),
        chunk({}, 'stop'),
      ]);
      return true;
    }),
    outcome: works,
  },
  {
    fault: 'ends without [DONE] and without a finish reason',
    answer: withFault(({ body }, response) => {
      if (body['stream'] !== true) return false;
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(`: ping\r\n\r\ndata:${JSON.stringify(chunk({ content: 'Hello!' }))}\r\n`);
      return true;
    }),
    outcome: works,
  },
  {
    fault: 'answers with a GBK page of its gateway',
    answer: (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      // “网关错误” in GBK.
      const words = Buffer.from([0xcd, 0xf8, 0xb9, 0xd8, 0xb4, 0xed, 0xce, 0xf3]);
      response.end(
        Buffer.concat([
          Buffer.from('<html><head><title>'),
          words,
          Buffer.from('</title></head></html>'),
        ]),
      );
    },
    outcome: { code: 'model_gateway_refused', says: /网关错误/ },
  },
  {
    fault: 'answers everything with a log-in page',
    answer: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>请先登录</title>');
    },
    path: '/v1',
    outcome: { code: 'model_gateway_refused', says: /请先登录/ },
  },
  {
    fault: 'puts its error into an answer with status 200',
    answer: withFault(({ method }, response) => {
      if (method !== 'POST') return false;
      sendEvents(response, [{ error: { message: 'The engine is out of memory', code: 500 } }]);
      return true;
    }),
    outcome: { code: 'model_call_failed', says: /out of memory/ },
  },
  {
    fault: 'never begins to answer',
    answer: withFault(({ method }) => method === 'POST'),
    outcome: { code: 'model_timed_out', says: /first_token of 60000 ms/ },
  },
  {
    fault: 'has a certificate it signed itself',
    answer: withFault(() => false),
    tls: { key: fixture('key.pem'), cert: fixture('self-signed.pem') },
    outcome: { code: 'model_certificate_untrusted', says: /DEPTH_ZERO_SELF_SIGNED_CERT/ },
  },
  {
    fault: 'was added without /v1',
    answer: withFault(() => false),
    path: '',
    outcome: works,
  },
  {
    fault: 'was added with the address of a call',
    answer: withFault(() => false),
    path: '/v1/chat/completions/',
    outcome: works,
  },
  {
    fault: 'is a relay whose front page answers unknown paths with status 200',
    answer: withFault(({ path }, response) => {
      if (path.startsWith('/v1/')) return false;
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>New API</title>');
      return true;
    }),
    path: '',
    outcome: works,
  },
  {
    fault: 'knows no role for instructions',
    answer: withFault(
      (request, response) =>
        messagesOf(request).some(({ role }) => role === 'system') &&
        refuse(response, 400, 'System role not supported'),
    ),
    outcome: works,
  },
  {
    fault: 'wants max_completion_tokens',
    answer: withFault(
      ({ body }, response) =>
        'max_tokens' in body &&
        refuse(
          response,
          400,
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        ),
    ),
    outcome: works,
  },
  {
    fault: 'refuses a temperature',
    answer: withFault(
      ({ body }, response) =>
        'temperature' in body &&
        refuse(
          response,
          400,
          "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
        ),
    ),
    outcome: works,
  },
];
