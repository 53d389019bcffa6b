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
const upload = { ...post, user: 'form', body: 'stream' } as const;

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
  listRuns: { ...get, path: '/workflows/logs' },
  followWorkflow: {
    ...get,
    path: '/workflow/{runId}/events',
    apps: 'graph',
    user: 'query-required',
  },
  followRun: { ...get, path: '/runs/{runId}/events' },
  readForm: { ...get, path: '/form/human_input/<formToken>' },
  submitForm: { ...post, path: '/form/human_input/<formToken>' },

  listMessages: { ...get, path: '/messages', apps: 'chat', user: 'query' },
  suggestQuestions: {
    ...get,
    path: '/messages/{messageId}/suggested',
    apps: 'chat',
    user: 'query-required',
  },
  giveFeedback: { ...post, path: '/messages/{messageId}/feedbacks' },
  listFeedbacks: { ...get, path: '/app/feedbacks' },

  listConversations: { ...get, path: '/conversations', apps: 'chat', user: 'query' },
  deleteConversation: {
    ...post,
    method: 'DELETE',
    path: '/conversations/{conversationId}',
    apps: 'chat',
    user: 'body',
    body: 'optional',
  },
  renameConversation: {
    ...post,
    path: '/conversations/{conversationId}/name',
    apps: 'chat',
    user: 'body',
  },
  listVariables: {
    ...get,
    path: '/conversations/{conversationId}/variables',
    apps: 'chat',
    user: 'query',
  },
  updateVariable: {
    ...post,
    method: 'PUT',
    path: '/conversations/{conversationId}/variables/{variableId}',
    apps: 'chat',
    user: 'body',
  },
  // One Python client writes it this way.
  patchVariable: {
    ...post,
    method: 'PATCH',
    path: '/conversations/{conversationId}/variables/{variableId}',
    apps: 'chat',
    user: 'body',
  },

  info: { ...get, path: '/info' },
  meta: { ...get, path: '/meta' },
  site: { ...get, path: '/site' },
  parameters: { ...get, path: '/parameters' },

  uploadFile: { ...upload, path: '/files/upload' },
  previewFile: { ...get, path: '/files/{fileId}/preview', user: 'query' },
  audioToText: { ...upload, path: '/audio-to-text' },
  textToAudio: { ...post, path: '/text-to-audio', user: 'body' },

  listAnnotations: { ...get, path: '/apps/annotations' },
  createAnnotation: { ...post, path: '/apps/annotations', user: 'none' },
  updateAnnotation: {
    ...post,
    method: 'PUT',
    path: '/apps/annotations/{annotationId}',
    user: 'none',
  },
  deleteAnnotation: {
    ...post,
    method: 'DELETE',
    path: '/apps/annotations/{annotationId}',
    user: 'none',
    body: 'optional',
  },
  switchAnnotationReply: { ...post, path: '/apps/annotation-reply/<action>', user: 'none' },
  annotationReplyStatus: {
    ...get,
    path: '/apps/annotation-reply/<action>/status/{jobId}',
  },

  readEndUser: { ...get, path: '/end-users/{endUserId}' },

  completeOpenAi: {
    ...post,
    path: '/chat/completions',
    user: 'body',
    errors: 'openai',
  },
  listOpenAiModels: { ...get, path: '/models', errors: 'openai' },
} as const satisfies Readonly<Record<string, ServiceRoute>>;

export type ServiceRouteName = keyof typeof serviceRoutes;
