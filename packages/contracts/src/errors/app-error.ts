import { errorCodes, type ErrorCode } from './codes.ts';

/** What went wrong, seen from the caller: decides HTTP status, exit code and whether a retry makes sense. */
export type ErrorCategory =
  | 'invalid'
  | 'denied'
  | 'missing'
  | 'conflict'
  | 'limited'
  | 'unavailable'
  | 'internal';

/** Languages in which every message a person reads exists. */
export type Language = 'en' | 'zh';

/** One row of the error table: `{name}` in a message is filled from the error's details. */
export interface ErrorCodeRow {
  readonly category: ErrorCategory;
  readonly en: string;
  readonly zh: string;
}

export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface AppErrorOptions {
  /** Fills the message template (`{ en, zh }` for words in both languages); sent to clients, so never a secret. */
  readonly details?: ErrorDetails;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The one error class of the product. Its message is the English one; `messageIn` gives the others. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly details: ErrorDetails;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, { details = {}, retryAfterMs, cause }: AppErrorOptions = {}) {
    super(fillTemplate(errorCodes[code].en, details, 'en'), cause === undefined ? {} : { cause });
    this.name = 'AppError';
    this.code = code;
    this.category = errorCodes[code].category;
    this.details = details;
    this.retryAfterMs = retryAfterMs;
  }

  /** The message in the reader's language. */
  messageIn(language: Language): string {
    return fillTemplate(errorCodes[this.code][language], this.details, language);
  }
}

/** The text of anything that was thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function fillTemplate(template: string, details: ErrorDetails, language: Language): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = inLanguage(details[name], language);
    if (value === undefined) return whole;
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  });
}

/** A detail that is itself words people read is given as `{ en, zh }`. */
function inLanguage(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null || !('en' in value && 'zh' in value))
    return value;
  return language === 'en' ? value.en : value.zh;
}
