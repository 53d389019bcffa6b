import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Config } from './config.ts';
import { listen } from './http/listener.ts';
import { pourEvents } from './http/pour-events.ts';
import { makeDataDirectory } from './make-data-directory.ts';
import { openPlatform } from './platform.ts';
import { readOrMakeSecret } from './secrets/key-files.ts';

export interface RunningServer {
  readonly url: string;
  /** Where the first account is made; null when somebody can sign in already. */
  readonly setUpUrl: string | null;
  close(): Promise<void>;
}

/** Opens the platform and listens. The address is left in the data directory for the command line. */
export async function startServer(config: Config): Promise<RunningServer> {
  makeDataDirectory(config.directory);
  const platform = await openPlatform(config);
  try {
    const handle = getRequestListener(
      async (request, { incoming, outgoing }) => {
        const answer = await platform.fetch(request, peerOf(incoming as IncomingMessage));
        return pourEvents(answer, outgoing as ServerResponse) ? RESPONSE_ALREADY_SENT : answer;
      },
      { overrideGlobalObjects: false },
    );
    const listener = await listen({
      host: config.host,
      port: config.port,
      connectionsMax: config.limits.connectionsMax,
      report: (error) => platform.report(error, 'A connection could not be accepted'),
      handle: (request: IncomingMessage, answer: ServerResponse) => {
        handle(request, answer).catch((error: unknown) => {
          platform.report(error, 'A request could not be answered');
          answer.destroy();
        });
      },
    });
    // A promise that nobody listened to is a fault in one request, not the end of everybody's.
    const onUnheard = (error: unknown): void => platform.report(error, 'A failure was not handled');
    process.on('unhandledRejection', onUnheard);
    const url = `http://${urlHost(config.host)}:${listener.address.port}`;
    const note = join(config.directory, notesDirectory, `${hostname()}-${process.pid}.json`);
    mkdirSync(join(config.directory, notesDirectory), { recursive: true, mode: 0o700 });
    writeFileSync(note, JSON.stringify({ pid: process.pid, base: url }), { mode: 0o600 });
    const token = await platform.beginSetUp();
    return {
      url: `${url}${config.basePath}/`,
      setUpUrl: token === null ? null : `${url}${config.basePath}/setup#${token}`,
      async close() {
        process.off('unhandledRejection', onUnheard);
        rmSync(note, { force: true });
        await listener.close(config.limits.drainMs);
        await platform.close();
      },
    };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

/** A server of this machine that runs on a data directory, if one does. */
export async function findRunningServer(
  config: Config,
): Promise<{ readonly base: string; readonly token: string } | null> {
  const directory = join(config.directory, notesDirectory);
  let names: readonly string[];
  try {
    names = readdirSync(directory).filter((name) => name.startsWith(`${hostname()}-`));
  } catch {
    return null;
  }
  const bases = await Promise.all(names.map((name) => readLiveNote(join(directory, name))));
  const base = bases.find((found) => found !== null);
  if (base === undefined) return null;
  return { base, token: readOrMakeSecret(join(config.directory, 'keys', 'local.token')) };
}

/** A note for each process: with PostgreSQL several, also of several machines, share a directory. */
const notesDirectory = 'servers';

async function readLiveNote(file: string): Promise<string | null> {
  try {
    const note = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly pid: number;
      readonly base: string;
    };
    const answer = await fetch(`${note.base}/health`, { signal: AbortSignal.timeout(2000) });
    const { pid } = (await answer.json()) as { readonly pid?: number };
    // A note can outlive its server, and another program may have the port now.
    return pid === note.pid ? note.base : null;
  } catch {
    return null;
  }
}

function peerOf(incoming: IncomingMessage) {
  const { remoteAddress = '', encrypted } = incoming.socket as TLSSocket;
  return { address: remoteAddress.replace(/^::ffff:/, ''), encrypted: encrypted === true };
}

/** Someone who listens everywhere is reached on loopback from here. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIPv6(host) ? `[${host}]` : host;
}
