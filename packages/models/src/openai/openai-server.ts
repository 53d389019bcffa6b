import type { ModelTarget } from '../client.ts';
import type { ServerCaller } from '../http/call-server.ts';
import type { JsonObject } from './chat-body.ts';
import {
  withDialect,
  type DialectChanges,
  type OpenaiDialect,
  type OpenaiPaths,
} from './dialect.ts';
import { repairDialect } from './repair-dialect.ts';

/** A server that speaks a dialect of OpenAI's format. */
export interface OpenaiServer {
  readonly caller: ServerCaller;
  /** The dialect as known now for a model. */
  readonly dialect: (model: string) => OpenaiDialect;
  /** Remembers what a refusal taught, for this model. */
  readonly learn: (model: string, changes: DialectChanges) => void;
  /** The last word on a chat body, for what cannot be said as data. */
  readonly shapeBody?: (body: JsonObject, model: ModelTarget) => JsonObject;
}

/**
 * Calls in the known dialect; when the server refuses the form of the request, says it again in the
 * way the refusal asks for, and remembers it.
 */
export async function callInDialect<T>(
  server: OpenaiServer,
  call: {
    readonly model: ModelTarget;
    readonly signal: AbortSignal;
    body(dialect: OpenaiDialect): JsonObject;
    readonly path: keyof OpenaiPaths;
    send(caller: ServerCaller, path: string, body: JsonObject): Promise<T>;
  },
): Promise<T> {
  const { name } = call.model;
  const { baseUrl } = server.caller;
  let dialect = server.dialect(name);
  let learned: DialectChanges = {};
  const used = new Set<unknown>();
  for (let repairs = 0; ; repairs += 1) {
    const body = call.body(dialect);
    try {
      const answer = await call.send(server.caller, pathOf(dialect, call.path, name), body);
      // Only what a success has proved is remembered.
      if (repairs > 0) server.learn(name, learned);
      return answer;
    } catch (error) {
      const changes =
        repairs < repairsMax ? repairDialect(dialect, error, { body, baseUrl, used }) : null;
      if (!changes) throw error;
      learned = { ...learned, ...changes };
      dialect = withDialect(dialect, changes);
    }
  }
}

/** The path of a call; one that names its own server is absolute. */
export function pathOf(
  { paths, versionPath }: OpenaiDialect,
  call: keyof OpenaiPaths,
  model: string,
): string {
  const path = paths[call].replace('{model}', encodeURIComponent(model));
  return path.startsWith('/') ? versionPath + path : path;
}

const repairsMax = 8;
