/**
 * The console API from the command line. When a server runs on the data directory, its address and
 * the local token are read from there; otherwise the platform is opened in this process for the
 * one command, and the same requests go to it without a socket.
 */
import {
  AppError,
  consoleRoutes,
  type ConsoleRouteName,
  type ConsoleRoutes,
  type ErrorCode,
  type RouteOutput,
} from '@outpost/contracts';
import { errorCodes } from '@outpost/contracts';
import {
  findRunningServer,
  loadConfig,
  openPlatform,
  type Config,
  type ConfigLayer,
} from '@outpost/server';

interface CallInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
}

type JsonOf<Name extends ConsoleRouteName> = RouteOutput<ConsoleRoutes[Name]>;

export interface ConsoleClient {
  /** Throws the server's error as an `AppError`. */
  json<Name extends ConsoleRouteName>(name: Name, input?: CallInput): Promise<JsonOf<Name>>;
  /** The data of server-sent events, as they come. */
  events(name: ConsoleRouteName, input?: CallInput): AsyncIterable<unknown>;
  text(name: ConsoleRouteName, input?: CallInput): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openConsole(flags: {
  readonly directory?: string | undefined;
  readonly config?: string | undefined;
}): Promise<ConsoleClient> {
  const config = loadConfig(process.env, layerFrom(flags));
  const door = await openDoor(config);
  const call = async (name: ConsoleRouteName, input: CallInput): Promise<Response> => {
    const answer = await door.fetch(requestFor(name, input, door.base, door.token));
    if (!answer.ok) throw await errorFrom(answer);
    return answer;
  };
  return {
    json: async (name, input = {}) =>
      (await (await call(name, input)).json()) as JsonOf<typeof name>,
    text: async (name, input = {}) => (await call(name, input)).text(),
    async *events(name, input = {}) {
      const answer = await call(name, input);
      if (answer.body) yield* eventData(answer.body);
    },
    [Symbol.asyncDispose]: door.close,
  };
}

/** The configuration flags that every command shares. */
export function layerFrom(flags: {
  readonly directory?: string | undefined;
  readonly config?: string | undefined;
}): ConfigLayer & { readonly configFile?: string } {
  return {
    ...(flags.directory === undefined ? {} : { directory: flags.directory }),
    ...(flags.config === undefined ? {} : { configFile: flags.config }),
  };
}

interface Door {
  readonly base: string;
  readonly token: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly close: () => Promise<void>;
}

async function openDoor(config: Config): Promise<Door> {
  const running = await findRunningServer(config);
  if (running)
    return { ...running, fetch: (request) => fetch(request), close: () => Promise.resolve() };
  const platform = await openPlatform({ ...config, log: 'error' });
  return {
    base: 'http://outpost.local',
    token: platform.localToken,
    fetch: async (request) => platform.fetch(request, { address: '127.0.0.1', encrypted: false }),
    close: () => platform.close(),
  };
}

function requestFor(
  name: ConsoleRouteName,
  input: CallInput,
  base: string,
  token: string,
): Request {
  const { method, path } = consoleRoutes[name];
  const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) =>
    encodeURIComponent(input.params?.[parameter] ?? ''),
  );
  const url = new URL(`${base}/console/api${filled}`);
  for (const [key, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) url.searchParams.set(key, String(value));
  const headers = new Headers({ authorization: `Bearer ${token}`, 'x-outpost-csrf': 'local' });
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  const body = input.form ?? (input.body === undefined ? null : JSON.stringify(input.body));
  return new Request(url, {
    method,
    headers,
    body,
    ...(input.signal ? { signal: input.signal } : {}),
  });
}

async function errorFrom(answer: Response): Promise<AppError> {
  const said = (await answer.json().catch(() => ({}))) as {
    code?: string;
    details?: Record<string, unknown>;
  };
  const code = said.code !== undefined && said.code in errorCodes ? (said.code as ErrorCode) : null;
  if (code) return new AppError(code, { details: said.details ?? {} });
  return new AppError('internal_error', { details: { traceId: `HTTP ${answer.status}` } });
}

async function* eventData(body: ReadableStream<Uint8Array>): AsyncIterable<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines)
      if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as unknown;
  }
}
