import { createRateLimit } from '../http/rate-limit.ts';
import { createConsoleRouter, type ConsoleHandlers } from '../http/console-router.ts';
import type { Door } from '../http/front-door.ts';
import type { Services } from '../services.ts';
import { accountHandlers } from './account-handlers.ts';
import { appHandlers } from './app-handlers.ts';
import { draftHandlers } from './draft-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { modelHandlers } from './model-handlers.ts';
import { runHandlers } from './run-handlers.ts';

/** The console API: sessions, rate limits and the handlers of the whole table. */
export function createConsoleDoor(services: Services): Door {
  const { accounts, clock, config, log } = services;
  const requests = createRateLimit(config.limits.requestsPerMinute, clock.now);
  const signIns = createRateLimit(config.limits.signInsPerMinute, clock.now);
  const handlers: ConsoleHandlers = {
    ...accountHandlers(services),
    ...appHandlers(services),
    ...draftHandlers(services),
    ...runHandlers(services),
    ...modelHandlers(services),
    ...fileHandlers(services),
  };
  const router = createConsoleRouter({
    handlers,
    findSession: (request) => accounts.find(request),
    admit(name, client) {
      requests.take(client.address);
      // Guessing a password or a set-up token is slow on purpose.
      if (name === 'signIn' || name === 'setUp') signIns.take(client.address);
    },
    jsonBytesMax: config.limits.jsonBytesMax,
    report: (error, traceId) => log.error(`Internal error ${traceId}`, error),
  });
  return (request, path, client) => router.handle(request, path, client);
}
