import { createRateLimit, hostKey } from '../http/rate-limit.ts';
import { createConsoleRouter, type ConsoleHandlers } from '../http/console-router.ts';
import type { Door } from '../http/front-door.ts';
import type { Services } from '../services.ts';
import { accountHandlers } from './account-handlers.ts';
import { appHandlers } from './app-handlers.ts';
import { comingHandlers } from './coming-handlers.ts';
import { batchHandlers } from './batch-handlers.ts';
import { debugHandlers } from './debug-handlers.ts';
import { draftHandlers } from './draft-handlers.ts';
import { fileHandlers } from './file-handlers.ts';
import { modelHandlers } from './model-handlers.ts';
import { pluginHandlers } from './plugin-handlers.ts';
import { promptHandlers } from './prompt-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { testSetHandlers } from './test-set-handlers.ts';
import { siteSettingsHandlers } from './site-handlers.ts';
import { valueHandlers } from './value-handlers.ts';

/** The console API: sessions, rate limits and the handlers of the whole table. */
export function createConsoleDoor(services: Services): Door {
  const { accounts, clock, config, log } = services;
  const requests = createRateLimit(config.limits.requestsPerMinute, clock.now);
  const signIns = createRateLimit(config.limits.signInsPerMinute, clock.now);
  // Somebody with many addresses still guesses at one name; somebody with one cannot lock it.
  const signInsOfName = createRateLimit(config.limits.signInsPerMinute * 10, clock.now);
  const account = accountHandlers(services);
  const handlers: ConsoleHandlers = {
    ...comingHandlers,
    ...account,
    async signIn(call, input) {
      const name = input.body.name.toLowerCase();
      signInsOfName.take(name);
      const session = await account.signIn(call, input);
      // Only failures count: a whole office may sign in from one address in the morning.
      signInsOfName.giveBack(name);
      signIns.giveBack(hostKey(call.client.address));
      return session;
    },
    ...appHandlers(services),
    ...draftHandlers(services),
    ...debugHandlers(services),
    ...valueHandlers(services),
    ...runHandlers(services),
    ...modelHandlers(services),
    ...fileHandlers(services),
    ...pluginHandlers(services),
    ...testSetHandlers(services),
    ...batchHandlers(services),
    ...siteSettingsHandlers(services),
    ...promptHandlers(services),
  };
  const router = createConsoleRouter({
    handlers,
    findSession: (request) => accounts.find(request),
    admit(name, client) {
      const host = hostKey(client.address);
      requests.take(host);
      // Guessing a password or a set-up token is slow on purpose.
      if (name === 'signIn' || name === 'setUp') signIns.take(host);
    },
    jsonBytesMax: config.limits.jsonBytesMax,
    report: (error, traceId) => log.error(`Internal error ${traceId}`, error),
  });
  return (request, path, client) => router.handle(request, path, client);
}
