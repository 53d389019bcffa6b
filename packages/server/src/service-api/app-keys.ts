/**
 * The keys by which clients speak for an app. Every request asks, so what was found is kept for a
 * moment; a change in this process or another is signalled and forgets it at once.
 */
import { AppError, type Clock } from '@outpost/contracts';
import type { App, Store } from '@outpost/store';
import { appChangedChannel } from '../apps/app-changes.ts';
import { createLru } from '../lru.ts';

export interface AppKeys {
  /**
   * The app of an `Authorization` header. Throws in the order that clients know: `api_key_missing`,
   * `api_key_invalid`, `app_removed`, `app_disabled`, `app_api_disabled`.
   */
  admit(authorization: string | null): App | Promise<App>;
}

interface Known {
  readonly app: App | null;
  readonly until: number;
}

const keptMax = 2000;
/** How long a change may stay unseen when its signal is lost. */
const keptMs = 2000;

export function createAppKeys({
  store,
  clock,
  report,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly report: (error: unknown, what: string) => void;
}): AppKeys {
  const known = createLru<string, Known>(keptMax);
  let generation = 0;
  store.signals.subscribe(appChangedChannel, () => {
    generation += 1;
  });

  async function find(token: string, key: string): Promise<App> {
    const found = await store.apiKeys.byPlain(token);
    if (found?.scope !== 'app' || found.appId === null) throw new AppError('api_key_invalid');
    const app = await store.apps.byId(found.appId);
    known.set(key, { app, until: clock.now() + keptMs });
    store.apiKeys
      .touch(found)
      .catch((error: unknown) => report(error, 'The use of a key could not be noted'));
    return usable(app);
  }

  return {
    admit(authorization) {
      const token = tokenIn(authorization);
      const key = `${generation} ${token}`;
      const kept = known.get(key);
      return kept && kept.until > clock.now() ? usable(kept.app) : find(token, key);
    },
  };
}

function tokenIn(authorization: string | null): string {
  const parts = /^(\S+)\s+(.*)$/.exec(authorization ?? '');
  if (!parts) throw new AppError('api_key_missing');
  if (parts[1]?.toLowerCase() !== 'bearer') throw new AppError('api_key_missing');
  return parts[2] ?? '';
}

function usable(app: App | null): App {
  if (!app) throw new AppError('app_removed');
  if (app.status !== 'normal') throw new AppError('app_disabled', { details: { app: app.name } });
  if (!app.apiEnabled) throw new AppError('app_api_disabled', { details: { app: app.name } });
  return app;
}
