import { AppError, type ErrorCode } from '@outpost/contracts';
import { retryAfterMs } from './retry-after.ts';

export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ErrorContext {
  readonly model: string;
  readonly provider: string;
  /** Values that must not appear in a message, whatever the server echoes. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/** What an HTTP status other than 2xx means, with the server's own words for the reason. */
export function statusError(answer: RefusedAnswer, context: ErrorContext): AppError {
  const { status, headers, text } = answer;
  const page = isWebPage(text) || (headers.get('content-type') ?? '').includes('text/html');
  const reason = redact(page ? pageText(text) : reasonIn(text), context.secrets);
  const waitMs = retryAfterMs(headers, context.nowMs);
  return new AppError(errorCodeOf(status, reason, page), {
    details: {
      model: context.model,
      provider: context.provider,
      status,
      reason: reason === '' ? `HTTP ${status}` : reason,
    },
    ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
  });
}

/** The error that a server put into an answer with status 200, as several do in a stream. */
export function embeddedError(value: unknown, context: ErrorContext): AppError | null {
  if (typeof value !== 'object' || value === null) return null;
  const reason = reasonFrom(value);
  if (reason === null) return null;
  const status = Number(statusWithin(value) ?? 0);
  const clean = redact(reason, context.secrets);
  return new AppError(status >= 400 ? errorCodeOf(status, clean, false) : codeOfReason(clean), {
    details: { model: context.model, provider: context.provider, status, reason: clean },
  });
}

/** Takes credentials out of a text that a server wrote. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets)
    if (secret.length >= secretCharactersMin) clean = clean.replaceAll(secret, '…');
  return clean.length > reasonCharactersMax ? `${clean.slice(0, reasonCharactersMax)}…` : clean;
}

export function isWebPage(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml|center|title)/i.test(text);
}

function errorCodeOf(status: number, reason: string, page: boolean): ErrorCode {
  if (status === 429) return 'model_rate_limited';
  if (page) return 'model_gateway_refused';
  if (isContextOverflow(reason)) return 'model_context_exceeded';
  if (status === 401 || status === 403) return 'model_access_refused';
  // 408 and 425 ask to try again, 409 is what busy servers of Azure and TGI say.
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return 'model_call_failed';
  return 'model_request_refused';
}

function codeOfReason(reason: string): ErrorCode {
  if (isContextOverflow(reason)) return 'model_context_exceeded';
  if (/rate.?limit|too many requests|quota|throttl|限流|频率/i.test(reason))
    return 'model_rate_limited';
  if (/api.?key|unauthori|forbidden|鉴权|密钥/i.test(reason)) return 'model_access_refused';
  return 'model_call_failed';
}

function isContextOverflow(reason: string): boolean {
  return /context.{0,20}(length|window|size)|maximum context|prompt is too long|too many (input )?tokens|input (is )?too long|exceed.{0,40}(max|limit).{0,20}token|token.{0,20}(exceed|超)|超.{0,8}(长度|token)/i.test(
    reason,
  );
}

/** The words for the reason in the shapes that servers use; the raw text when it is none of them. */
function reasonIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const reason = reasonFrom(value);
    if (reason !== null) return reason;
  } catch {
    // Not JSON: the text itself is what the server has to say.
  }
  return text.trim();
}

function reasonFrom(value: unknown): string | null {
  if (Array.isArray(value)) return value.length > 0 ? reasonFrom(value[0]) : null;
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const nested = fields['error'] ?? fields['Error'] ?? fields['base_resp'];
  if (typeof nested === 'string' && nested !== '') return nested;
  if (typeof nested === 'object' && nested !== null) {
    const inner = nested as Readonly<Record<string, unknown>>;
    // MiniMax sends `base_resp` with every answer; code 0 is its “all is well”.
    if (inner['status_code'] === 0) return null;
    const words = ['message', 'Message', 'status_msg', 'msg', 'type', 'code'];
    for (const word of words) if (isWords(inner[word])) return `${inner[word]}`;
    return JSON.stringify(nested);
  }
  for (const word of ['message', 'error_msg', 'msg', 'errorMessage', 'Message'])
    if (isWords(fields[word])) return fields[word];
  const { detail } = fields;
  if (isWords(detail)) return detail;
  // FastAPI: one entry a field that did not pass.
  if (Array.isArray(detail)) return JSON.stringify(detail);
  return null;
}

function isWords(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function statusWithin(value: object): unknown {
  const fields = value as Readonly<Record<string, unknown>>;
  const { error } = fields;
  const inner = typeof error === 'object' && error !== null ? error : {};
  const candidates = [
    (inner as Readonly<Record<string, unknown>>)['code'],
    (inner as Readonly<Record<string, unknown>>)['status_code'],
    fields['code'],
    fields['status'],
  ];
  return candidates.find((code) => Number(code) >= 400 && Number(code) < 600);
}

/** The readable words of a page: title and text, without scripts and tags. */
function pageText(html: string): string {
  return html
    .slice(0, pageCharactersMax)
    .replace(/<(script|style)[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const reasonCharactersMax = 2000;
const pageCharactersMax = 20_000;
const secretCharactersMin = 4;
