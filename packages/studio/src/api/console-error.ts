/** What the console API answered instead of a result; `message` is in the reader's language. */
export class ConsoleError extends Error {
  /** A code of `docs/errors.md`; `unreachable` when no answer came, `foreign_answer` when not from us. */
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    status: number,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'ConsoleError';
    this.code = code;
    this.status = status;
    this.details = details;
  }

  static unreachable(cause: unknown): ConsoleError {
    return new ConsoleError('unreachable', 'The server cannot be reached.', 0, {}, cause);
  }
}

/** Reads an error answer; one that something between us and the server wrote is named as such. */
export async function errorOfAnswer(answer: Response): Promise<ConsoleError> {
  const text = await answer.text().catch(() => '');
  try {
    const body = JSON.parse(text) as {
      readonly code?: unknown;
      readonly message?: unknown;
      readonly details?: Readonly<Record<string, unknown>>;
    };
    if (typeof body.code === 'string' && typeof body.message === 'string')
      return new ConsoleError(body.code, body.message, answer.status, body.details ?? {});
  } catch {
    // Not JSON: not ours.
  }
  return new ConsoleError(
    'foreign_answer',
    `Something between this page and the server answered ${answer.status}.`,
    answer.status,
    { body: text.slice(0, 500) },
  );
}

export function isConsoleError(value: unknown): value is ConsoleError {
  return value instanceof ConsoleError;
}
