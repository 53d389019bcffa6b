/**
 * The way to one of our APIs, typed from the contracts: a route's name decides what must be sent and
 * what comes back. It turns errors into `ConsoleError`, and puts writes into an envelope where a
 * firewall on the way refuses them (`write-envelope.ts`).
 */
import type { RouteShape } from '@outpost/contracts';
import type { z } from 'zod';
import { ConsoleError, errorOfAnswer } from './console-error.ts';
import type { RouteTable } from './route-table.ts';
import { isForeignRefusal, wrapWrite } from './write-envelope.ts';

type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

/** The routes of an API by name. */
export type Routes = Readonly<Record<string, RouteShape>>;
type NameIn<Table extends Routes> = keyof Table & string;

type Given<Spec extends RouteShape> = (PathParameters<Spec['path']> extends never
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<PathParameters<Spec['path']>, string>> }) &
  (Spec['query'] extends z.ZodType
    ? { readonly query?: z.input<Spec['query']> }
    : { readonly query?: undefined }) &
  (Spec['body'] extends z.ZodType
    ? { readonly body: z.input<Spec['body']> }
    : { readonly body?: undefined });

/** What a call of the route takes: `params`, `query` and `body` as far as the route has them. */
export type RouteCallInput<Table extends Routes, Name extends NameIn<Table>> = Given<
  Table[Name]
> & {
  readonly signal?: AbortSignal;
  /** Headers beyond the usual ones, e.g. `last-event-id`. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** What a call of the route answers: parsed JSON, nothing, or the response of a stream or file. */
export type RouteCallOutput<
  Table extends Routes,
  Name extends NameIn<Table>,
> = Table[Name]['response'] extends z.ZodType
  ? z.output<Table[Name]['response']>
  : Table[Name]['response'] extends 'none'
    ? void
    : Response;

/** A route whose call needs neither parameters nor a body may be called by its name alone. */
type CallArguments<Table extends Routes, Name extends NameIn<Table>> =
  Record<never, never> extends RouteCallInput<Table, Name>
    ? [input?: RouteCallInput<Table, Name>]
    : [input: RouteCallInput<Table, Name>];

export interface RouteClient<Table extends Routes> {
  /** Throws `ConsoleError`; an abort throws what `fetch` throws for it. */
  call<Name extends NameIn<Table>>(
    name: Name,
    ...rest: CallArguments<Table, Name>
  ): Promise<RouteCallOutput<Table, Name>>;
  /** Sends one file as multipart to an upload route; `onProgress` hears 0 to 1. */
  upload<Name extends NameIn<Table>>(
    name: Name,
    file: File,
    options?: {
      readonly params?: Readonly<Record<string, string>>;
      readonly signal?: AbortSignal;
      readonly onProgress?: (share: number) => void;
    },
  ): Promise<RouteCallOutput<Table, Name>>;
  /** The address of a route, for links, images and downloads. */
  address<Name extends NameIn<Table>>(
    name: Name,
    input?: Partial<RouteCallInput<Table, Name>>,
  ): string;
}

export interface RouteClientOptions {
  readonly routes: RouteTable;
  /** The API's address, with a slash at the end. */
  readonly base: string;
  /** What every request is sent with. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  /** Hears every error answer of the server before the caller does. */
  readonly onRefused: (error: ConsoleError) => void;
}

interface LooseInput {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function createRouteClient<Table extends Routes>(
  options: RouteClientOptions,
): RouteClient<Table> {
  const { routes, base, headers: commonHeaders, onRefused } = options;
  // Once a firewall has refused a write, all later ones go in the envelope.
  let enveloped = false;

  const routeOf = (name: string): RouteTable[string] => {
    const route = routes[name];
    if (!route) throw new Error(`There is no route named ${name}.`);
    return route;
  };
  const addressOf = (name: string, input: LooseInput): string =>
    `${base}${fillPath(routeOf(name)[1], input.params)}${queryText(input.query)}`;
  const send = async (name: string, input: LooseInput): Promise<Response> => {
    const [method] = routeOf(name);
    const headers = { ...commonHeaders(), ...input.headers };
    const plain: RequestInit = {
      method,
      headers:
        input.body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(input.signal ? { signal: input.signal } : {}),
    };
    const address = addressOf(name, input);
    if (method === 'GET') return await options.fetch(address, plain);
    if (!enveloped) {
      const answer = await options.fetch(address, plain);
      if (!isForeignRefusal(answer)) return answer;
      enveloped = true;
    }
    return await options.fetch(address, wrapWrite(plain));
  };

  const readAnswer = async (name: string, answer: Response): Promise<unknown> => {
    if (!answer.ok) {
      const error = await errorOfAnswer(answer);
      onRefused(error);
      throw error;
    }
    const kind = routeOf(name)[2];
    if (kind === 'none') return undefined;
    return kind === 'json' ? await answer.json() : answer;
  };

  return {
    async call(name, ...rest) {
      const input = (rest[0] ?? {}) as LooseInput;
      let answer: Response;
      try {
        answer = await send(name, input);
      } catch (thrown) {
        if (input.signal?.aborted) throw thrown;
        throw ConsoleError.unreachable(thrown);
      }
      // The table says which shape the route answers; the server has checked it.
      return (await readAnswer(name, answer)) as never;
    },
    async upload(name, file, upload = {}) {
      const address = addressOf(name, { params: upload.params });
      return (await sendFile({ address, file, headers: commonHeaders(), ...upload })) as never;
    },
    address: (name, input = {}) => addressOf(name, input as LooseInput),
  };
}

function fillPath(path: string, params: Readonly<Record<string, string>> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`The path ${path} needs ${name}.`);
    return encodeURIComponent(value);
  });
  return filled.slice(1);
}

function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/** `fetch` tells nothing of an upload's progress, so this is an `XMLHttpRequest`. */
function sendFile(sent: {
  readonly address: string;
  readonly file: File;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', sent.address);
    for (const [name, value] of Object.entries(sent.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => sent.onProgress?.(loaded / total);
    request.onerror = () => reject(ConsoleError.unreachable(new Error('upload failed')));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    request.onload = () => {
      const answer = new Response(request.status === 204 ? null : request.responseText, {
        status: request.status,
      });
      if (answer.ok) resolve(request.responseText === '' ? undefined : answer.json());
      else errorOfAnswer(answer).then(reject, reject);
    };
    sent.signal?.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', sent.file);
    request.send(form);
  });
}
