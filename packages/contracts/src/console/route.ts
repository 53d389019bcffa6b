import type { z } from 'zod';

/** What a caller must be allowed to do. `public` needs nobody; `signed-in` needs a session only. */
export type Permission =
  | 'public'
  | 'signed-in'
  | 'apps.read'
  | 'apps.edit'
  | 'apps.run'
  | 'apps.keys'
  | 'logs.read'
  | 'models.read'
  | 'models.manage'
  | 'plugins.read'
  | 'plugins.manage'
  | 'workspace.manage';

/** What a route takes and gives, whoever may call it. */
export interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the API's base, with `{name}` parameters. */
  readonly path: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `events` = server-sent events; `bytes` = a file; `upload` bodies are multipart with one part `file`. */
  readonly response: z.ZodType | 'events' | 'bytes' | 'none';
  readonly upload?: true;
}

/** One route of the console API: all that the server, its page of documentation and the studio's client need. */
export interface RouteSpec extends RouteShape {
  readonly permission: Permission;
  readonly summary: { readonly en: string; readonly zh: string };
}

type Parameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Parameters<Rest>
  : never;

/** What a handler of the route receives. */
export interface RouteInput<Spec extends RouteShape> {
  readonly params: Readonly<Record<Parameters<Spec['path']>, string>>;
  readonly query: Spec['query'] extends z.ZodType ? z.infer<Spec['query']> : undefined;
  readonly body: Spec['body'] extends z.ZodType ? z.infer<Spec['body']> : undefined;
}

/** What a handler of the route answers. */
export type RouteOutput<Spec extends RouteShape> = Spec['response'] extends z.ZodType
  ? z.input<Spec['response']>
  : Spec['response'] extends 'none'
    ? void
    : unknown;
