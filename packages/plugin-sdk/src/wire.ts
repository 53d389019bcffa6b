/**
 * How a host and a plugin talk: JSON lines over the plugin's standard input and output. This file
 * holds every message and the codec; nothing else knows the bytes.
 *
 *     host → plugin    request             one for each session
 *                      backwards_response  the host's answer to an `invoke`
 *     plugin → host    heartbeat           the first one means ready, then one every few seconds
 *                      log, error          about no session
 *                      session             stream* [error] end; `invoke` asks the host for something
 *
 * A plugin ends its lines with one or two newlines, prints its manifest as a bare object when it
 * starts, and its code may `print()` between the messages or even into a line: what is no message is
 * noise, which is logged. There is no message to cancel a session: a host stops listening, or ends
 * the process.
 */

/** What a plugin is asked to do. `data` has `type`, `action`, `user_id` and the action's own fields. */
export interface RequestMessage {
  readonly session_id: string;
  readonly event: 'request';
  readonly conversation_id: string | null;
  readonly message_id: string | null;
  readonly app_id: string | null;
  readonly endpoint_id: string | null;
  readonly context: {
    readonly credentials?: { readonly tool_credentials?: Readonly<Record<string, string>> };
  };
  readonly data: RequestData;
}

export type RequestData = {
  readonly type: RequestType;
  readonly action: string;
  readonly user_id: string;
} & Readonly<Record<string, unknown>>;

/** The kinds of requests; each has its own actions. */
export type RequestType =
  | 'tool'
  | 'model'
  | 'agent_strategy'
  | 'endpoint'
  | 'oauth'
  | 'dynamic_parameter'
  | 'datasource'
  | 'trigger';

/** The host's part in an `invoke`: any number of `response`, perhaps an `error`, and an `end`. */
export interface BackwardsResponseMessage {
  readonly session_id: string;
  readonly event: 'backwards_response';
  readonly data: {
    readonly backwards_request_id: string;
    readonly event: 'response' | 'error' | 'end';
    /** Of an `error` the text that the plugin's code sees. */
    readonly message: string;
    readonly data: unknown;
  };
}

export type HostMessage = RequestMessage | BackwardsResponseMessage;

export interface SessionFailure {
  /** The name of the exception's class. */
  readonly error_type: string;
  readonly message: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A plugin asks the host for something while it works on a session. */
export interface InvokeData {
  readonly type: string;
  readonly backwards_request_id: string;
  readonly request: Readonly<Record<string, unknown>>;
}

export type PluginMessage =
  | { readonly event: 'heartbeat' }
  | { readonly event: 'log'; readonly level: string; readonly message: string }
  | { readonly event: 'error'; readonly sessionId: string | null; readonly message: string }
  | { readonly event: 'stream'; readonly sessionId: string; readonly data: unknown }
  | { readonly event: 'failure'; readonly sessionId: string; readonly failure: SessionFailure }
  | { readonly event: 'end'; readonly sessionId: string }
  | { readonly event: 'invoke'; readonly sessionId: string; readonly invoke: InvokeData | null };

/** A message as a line. */
export function encodeMessage(message: HostMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** A line of a plugin's output as what it means; null when it is no message. */
export function readPluginMessage(value: unknown): PluginMessage | null {
  if (!isRecord(value)) return null;
  const { event, session_id: sessionId, data } = value;
  switch (event) {
    case 'heartbeat':
      return { event };
    case 'log': {
      const { level, message } = recordOf(data);
      return { event, level: textOf(level) || 'INFO', message: textOf(message) };
    }
    case 'error': {
      const message = textOf(recordOf(data)['error']) || 'The plugin reported an error.';
      return { event, sessionId: typeof sessionId === 'string' ? sessionId : null, message };
    }
    case 'session':
      return typeof sessionId === 'string' ? readSessionMessage(sessionId, recordOf(data)) : null;
    default:
      return null;
  }
}

function readSessionMessage(
  sessionId: string,
  { type, data }: Readonly<Record<string, unknown>>,
): PluginMessage | null {
  switch (type) {
    case 'stream':
      return { event: 'stream', sessionId, data };
    case 'end':
      return { event: 'end', sessionId };
    case 'error': {
      const { error_type: errorType, message, args } = recordOf(data);
      const failure = {
        error_type: textOf(errorType) || 'Exception',
        message: textOf(message),
        args: recordOf(args),
      };
      return { event: 'failure', sessionId, failure };
    }
    case 'invoke':
      return { event: 'invoke', sessionId, invoke: readInvoke(recordOf(data)) };
    default:
      return null;
  }
}

/** Null when the call has no id to answer to: then the whole session has failed. */
function readInvoke(data: Readonly<Record<string, unknown>>): InvokeData | null {
  const { type, backwards_request_id: id, request } = data;
  if (typeof type !== 'string' || typeof id !== 'string' || !isRecord(request)) return null;
  return { type, backwards_request_id: id, request };
}

/** A line of a host's output as a plugin reads it; null when it is no message. */
export function readHostMessage(value: unknown): HostMessage | null {
  if (!isRecord(value) || typeof value['session_id'] !== 'string') return null;
  const { event, data } = value;
  if (event !== 'request' && event !== 'backwards_response') return null;
  return isRecord(data) ? (value as unknown as HostMessage) : null;
}

export interface LineReader {
  /** Takes decoded text in pieces of any size. */
  push(text: string): void;
  /** Characters of the unfinished line. */
  readonly pending: number;
}

export interface LineReaderOptions {
  readonly onValue: (value: unknown, characters: number) => void;
  /** Text that is not JSON. */
  readonly onNoise: (text: string) => void;
  /** Called once when a line grows beyond the limit; nothing is read afterwards. */
  readonly onTooLong: () => void;
  readonly lineCharactersMax: number;
}

/** Cuts a stream of text into the JSON values of its lines. A line costs one pass and no copy until it is whole. */
export function createLineReader(options: LineReaderOptions): LineReader {
  const { onTooLong, lineCharactersMax } = options;
  let parts: string[] = [];
  let pending = 0;
  let broken = false;
  const hold = (text: string): void => {
    pending += text.length;
    if (pending > lineCharactersMax) {
      broken = true;
      parts = [];
      onTooLong();
    } else if (text !== '') parts.push(text);
  };
  return {
    get pending() {
      return pending;
    },
    push(text) {
      let from = 0;
      while (!broken) {
        const to = text.indexOf('\n', from);
        if (to < 0) break;
        hold(text.slice(from, to));
        if (broken) return;
        const line = parts.length === 1 ? (parts[0] ?? '') : parts.join('');
        parts = [];
        pending = 0;
        from = to + 1;
        if (line !== '') readLine(line, options);
      }
      if (!broken) hold(from === 0 ? text : text.slice(from));
    },
  };
}

function readLine(line: string, { onValue, onNoise }: LineReaderOptions): void {
  const value = parsedOrUndefined(line);
  if (value !== undefined) onValue(value, line.length);
  else if (line.length > mixedCharactersMax) onNoise(line);
  else readMixedLine(line, { onValue, onNoise });
}

/** Several objects without a newline between them, or text that was printed into a line. */
function readMixedLine(
  line: string,
  { onValue, onNoise }: Pick<LineReaderOptions, 'onValue' | 'onNoise'>,
): void {
  let noise = '';
  let at = 0;
  for (let attempts = 0; attempts < mixedAttemptsMax; attempts += 1) {
    const start = line.indexOf('{"', at);
    if (start < 0) break;
    const end = endOfObject(line, start);
    const value = end < 0 ? undefined : parsedOrUndefined(line.slice(start, end));
    if (value === undefined) {
      noise += line.slice(at, start + 1);
      at = start + 1;
      continue;
    }
    noise += line.slice(at, start);
    at = end;
    onValue(value, end - start);
  }
  noise = (noise + line.slice(at)).trim();
  if (noise !== '') onNoise(noise);
}

/** Behind the brace that closes the object at `start`; -1 when none does. */
function endOfObject(line: string, start: number): number {
  let depth = 0;
  let inText = false;
  for (let at = start; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (inText) {
      if (code === backslash) at += 1;
      else if (code === quote) inText = false;
    } else if (code === quote) inText = true;
    else if (code === openBrace) depth += 1;
    else if (code === closeBrace) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Each attempt may read the rest of the line once, so both are small. */
const mixedAttemptsMax = 32;
const mixedCharactersMax = 1024 * 1024;
const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
