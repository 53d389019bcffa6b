import type { Door } from '../http/front-door.ts';
import type { Services } from '../services.ts';
import { openAiHandlers } from '../openai-api/openai-handlers.ts';
import { annotationHandlers } from './annotation-handlers.ts';
import { createAppKeys } from './app-keys.ts';
import { audioHandlers } from './audio-handlers.ts';
import { chatHandlers } from './chat-handlers.ts';
import { conversationHandlers } from './conversation-handlers.ts';
import { endUserHandlers } from './end-user-handlers.ts';
import { createServiceEndUsers } from './end-users.ts';
import { fileHandlers } from './file-handlers.ts';
import { infoHandlers } from './info-handlers.ts';
import { messageHandlers } from './message-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { createServiceRouter } from './service-router.ts';
import { stopHandlers } from './stop-handlers.ts';
import { workflowHandlers } from './workflow-handlers.ts';

/** The Service API: keys, end users and the handlers of the whole table. */
export function createServiceApiDoor(services: Services): Door {
  const { config, store, clock, log } = services;
  return createServiceRouter({
    handlers: {
      ...infoHandlers(services),
      ...chatHandlers(services),
      ...workflowHandlers(services),
      ...stopHandlers(services),
      ...runHandlers(services),
      ...messageHandlers(services),
      ...conversationHandlers(services),
      ...fileHandlers(services),
      ...audioHandlers(services),
      ...annotationHandlers(services),
      ...endUserHandlers(services),
      ...openAiHandlers(services),
    },
    keys: createAppKeys({ store, clock, report: (error, what) => log.error(what, error) }),
    endUsers: createServiceEndUsers(store),
    jsonBytesMax: config.limits.jsonBytesMax,
    report: (error, traceId) => log.error(`Internal error ${traceId}`, error),
  });
}
