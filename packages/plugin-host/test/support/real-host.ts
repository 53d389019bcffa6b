// A plugin host on real plugins: the fixture folders with a real SDK beside them.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, type RunFacts } from '@outpost/contracts';
import { readDeclaration } from '../../src/declaration/read-declaration.ts';
import type { CallContext } from '../../src/calls/call-context.ts';
import { createPluginHost, type PluginHandle, type PluginHost } from '../../src/plugin-host.ts';
import { realClock } from './real-clock.ts';
import { compiledPackages, sdkSite } from './sdk-site.ts';
import { standInServices, type StandIn } from './stand-in-services.ts';

export type FixtureName = 'tools' | 'models' | 'strategies' | 'datasources' | 'triggers';

export interface RealHost extends AsyncDisposable {
  readonly host: PluginHost;
  readonly standIn: StandIn;
  open(name: FixtureName, sdk: string): Promise<PluginHandle>;
}

export function createRealHost(): RealHost {
  const directory = mkdtempSync(join(tmpdir(), 'outpost-plugins-'));
  const standIn = standInServices();
  const host = createPluginHost({
    directory,
    clock: realClock,
    ids: { uuid: randomUUID },
    services: standIn.services,
    pythons: {
      named: [],
      packs: [],
      path: process.env['PATH'] ?? '',
      home: process.env['HOME'] ?? '',
    },
    certificates: () => null,
    environment: process.env,
    extraEnvironment: {},
    // Compiling the packages takes longer than all the tests: once for all of them.
    wrap: (command) => ({
      ...command,
      environment: { ...command.environment, PYTHONPYCACHEPREFIX: compiledPackages },
    }),
  });
  return {
    host,
    standIn,
    async open(name, sdk) {
      const folder = fileURLToPath(new URL(`../fixtures/plugins/${name}`, import.meta.url));
      const declaration = readDeclaration(folder);
      return host.open({
        identifier: `${declaration.id}:${declaration.version}@${sdk}`,
        declaration,
        directory: folder,
        packages: await sdkSite(sdk),
        pythonTag: 'cp312',
      });
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export const testRun: RunFacts = {
  runId: 'run-1',
  appId: 'app-0',
  mode: 'workflow',
  userId: 'user-1',
  conversationId: null,
  depth: 0,
};

export function callContext(changes: Partial<CallContext> = {}): CallContext {
  return {
    workspaceId: 'workspace-1',
    userId: 'user-1',
    run: testRun,
    signal: AbortSignal.timeout(60_000),
    ...changes,
  };
}

export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}

/** For `assert.rejects`: an error of that code, whose message matches. */
export function isCode(code: string, text = /./) {
  return (error: unknown): boolean =>
    error instanceof AppError && error.code === code && text.test(error.message);
}
