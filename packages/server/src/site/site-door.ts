import type { Door } from '../http/front-door.ts';
import { createRateLimit, hostKey } from '../http/rate-limit.ts';
import type { Services } from '../services.ts';
import { conversationHandlers } from './conversation-handlers.ts';
import { messageHandlers } from './message-handlers.ts';
import { runHandlers } from './run-handlers.ts';
import { siteHandlers } from './site-handlers.ts';
import { createSiteRouter, type SiteHandlers } from './site-router.ts';

/** What the visitors of one address may ask together, in visitors' allowances: an office has one address. */
const visitorsPerHost = 20;

/** `/api/sites/{code}/…`: rate limits and the handlers of the whole table. */
export function createSiteDoor(services: Services): Door {
  const { clock, config, log, sites, visitors } = services;
  const { requestsPerMinute, signInsPerMinute } = config.limits;
  const ofHost = createRateLimit(requestsPerMinute * visitorsPerHost, clock.now);
  const ofVisitor = createRateLimit(requestsPerMinute, clock.now);
  const guesses = createRateLimit(signInsPerMinute, clock.now);
  // Somebody with many addresses still guesses at one page; somebody with one cannot lock it.
  const guessesAtSite = createRateLimit(signInsPerMinute * 10, clock.now);
  const newVisitors = createRateLimit(requestsPerMinute, clock.now);
  const site = siteHandlers(services);
  const handlers: SiteHandlers = {
    ...site,
    async openSession(call, input) {
      const host = hostKey(call.client.address);
      newVisitors.take(host);
      // Only a password can be guessed; asking without one is how a page finds out that it needs one.
      if (call.site.settings.access !== 'password' || !input.body.password)
        return site.openSession(call, input);
      guesses.take(host);
      guessesAtSite.take(call.site.app.id);
      const session = await site.openSession(call, input);
      // Only failures count.
      guesses.giveBack(host);
      guessesAtSite.giveBack(call.site.app.id);
      return session;
    },
    ...runHandlers(services),
    ...conversationHandlers(services),
    ...messageHandlers(services),
  };
  return createSiteRouter({
    handlers,
    sites,
    visitors,
    admission: {
      host: ({ address }) => ofHost.take(hostKey(address)),
      visitor: ({ id }) => ofVisitor.take(id),
    },
    jsonBytesMax: config.limits.jsonBytesMax,
    report: (error, traceId) => log.error(`Internal error ${traceId}`, error),
  });
}
