/** The platform without a socket: requests in, answers out. `start-server.ts` puts it on a port. */
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import { createConsoleDoor } from './console-api/console-door.ts';
import { createFileDoor } from './files/file-door.ts';
import { createClientFacts, type PeerFacts } from './http/client-facts.ts';
import { createFrontDoor } from './http/front-door.ts';
import { createServiceApiDoor } from './service-api/service-api-door.ts';
import { createStudioDoor } from './studio/studio-door.ts';
import { createSiteDoor } from './site/site-door.ts';
import { createSitePagesDoors } from './site/site-pages-door.ts';
import { version } from './version.ts';

export interface Platform {
  readonly config: Config;
  /** By which the command line on this machine acts for the owner. */
  readonly localToken: string;
  fetch(request: Request, peer: PeerFacts): Promise<Response>;
  /** A new one-time set-up token; null when somebody can sign in already. */
  beginSetUp(): Promise<string | null>;
  /** Writes a fault to the log. */
  readonly report: (error: unknown, what: string) => void;
  readonly close: () => Promise<void>;
}

/** Throws `data_directory_in_use` when another process has the directory. */
export async function openPlatform(config: Config): Promise<Platform> {
  const { services, localToken, close } = await compose(config);
  const { log, accounts, files } = services;
  const report = (error: unknown, traceId: string): void =>
    log.error(`Internal error ${traceId}`, error);
  const fetch = createFrontDoor({
    basePath: config.basePath,
    version,
    clientFacts: createClientFacts(config.trustedProxies),
    report,
    doors: {
      '/console/api': createConsoleDoor(services),
      '/v1': createServiceApiDoor(services),
      '/api/sites': createSiteDoor(services),
      ...createSitePagesDoors(services),
      '/files': createFileDoor(files),
      '/health': () => Response.json({ pid: process.pid, status: 'ok', version }),
      '': createStudioDoor(services),
    },
  });
  return {
    config,
    localToken,
    fetch,
    beginSetUp: () => accounts.beginSetUp(),
    report: (error, what) => log.error(what, error),
    close,
  };
}
