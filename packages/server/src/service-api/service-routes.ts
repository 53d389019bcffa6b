/**
 * The Service API, route by route (spec/service-api.md 4): what Dify's clients call, the OpenAI
 * API of an app, and the run events beyond both. Served below `/v1`.
 *
 * In a path `{name}` is a UUID (anything else is not a route: 404), `<name>` any text.
 */
export interface ServiceRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly permission: 'public' | 'app-key';
  /** Kinds of apps that may use it; another kind is told so. */
  readonly apps: AppFamily;
  /** Where the end user is named; a missing name is an error, or the app's shared anonymous user. */
  readonly user: 'none' | 'body' | 'body-required' | 'query' | 'query-required' | 'form';
  /** `optional` bodies may be empty; `json` must be an object; `stream` is read by the handler. */
  readonly body: 'none' | 'json' | 'optional' | 'stream';
  /** The shape of errors; the Service API's when absent. */
  readonly errors?: 'openai';
}

export type AppFamily = 'any' | 'chat' | 'completion' | 'workflow' | 'graph';

const get = {
  method: 'GET',
  permission: 'app-key',
  apps: 'any',
  user: 'none',
  body: 'none',
} as const;
const post = {
  method: 'POST',
  permission: 'app-key',
  apps: 'any',
  user: 'body-required',
  body: 'json',
} as const;

export const serviceRoutes = {
  welcome: { ...get, path: '/', permission: 'public' },
  chat: { ...post, path: '/chat-messages', apps: 'chat' },
  stopChat: { ...post, path: '/chat-messages/<taskId>/stop', apps: 'chat' },
  complete: { ...post, path: '/completion-messages', apps: 'completion' },
  stopCompletion: { ...post, path: '/completion-messages/<taskId>/stop', apps: 'completion' },
  runWorkflow: { ...post, path: '/workflows/run', apps: 'workflow' },
  runWorkflowVersion: { ...post, path: '/workflows/<workflowId>/run', apps: 'workflow' },
  stopWorkflow: { ...post, path: '/workflows/tasks/<taskId>/stop', apps: 'workflow' },
  readRun: { ...get, path: '/workflows/run/{runId}', apps: 'graph' },
  info: { ...get, path: '/info' },
  meta: { ...get, path: '/meta' },
  site: { ...get, path: '/site' },
  parameters: { ...get, path: '/parameters' },
} as const satisfies Readonly<Record<string, ServiceRoute>>;

export type ServiceRouteName = keyof typeof serviceRoutes;
