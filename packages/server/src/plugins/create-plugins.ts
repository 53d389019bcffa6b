/** Everything about plugins, put together. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type {
  Clock,
  IdSource,
  ModelGateway,
  ModelRef,
  PluginDeclaration,
  ToolCaller,
} from '@outpost/contracts';
import { createPluginHost, type PluginHost } from '@outpost/plugin-host';
import type { Store } from '@outpost/store';
import { createBackwardsServices } from './plugin-backwards.ts';
import { createCredentialService, type CredentialService } from './plugin-credentials.ts';
import { createPluginPackages } from './plugin-packages.ts';
import { createPluginService, type PluginService } from './plugin-service.ts';
import { createPluginTools } from './plugin-tools.ts';

export interface Plugins {
  readonly host: PluginHost;
  readonly service: PluginService;
  readonly credentials: CredentialService;
  readonly toolsOf: (workspaceId: string) => ToolCaller;
  /** What its enabled plugins declare. */
  readonly declarationsOf: (workspaceId: string) => Promise<readonly PluginDeclaration[]>;
  close(): Promise<void>;
}

export interface PluginsOptions {
  /** The data directory. */
  readonly directory: string;
  readonly packsDirectory: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly modelsOf: (workspaceId: string) => ModelGateway;
  readonly defaultChatModel: (workspaceId: string) => Promise<ModelRef | null>;
  readonly packageBytesMax: number;
  readonly report: (error: unknown, what: string) => void;
}

export function createPlugins(options: PluginsOptions): Plugins {
  const { store, clock, ids, modelsOf, defaultChatModel, report } = options;
  const root = join(options.directory, 'plugins');
  const toolsOf = (workspaceId: string): ToolCaller =>
    createPluginTools({ workspaceId, plugins: service, credentials });
  const host = createPluginHost({
    directory: join(root, 'state'),
    clock,
    ids,
    services: createBackwardsServices({ store, modelsOf, toolsOf, defaultChatModel }),
    pythons: {
      named: [],
      packs: pythonPacks(join(options.packsDirectory, 'python')),
      path: process.env['PATH'] ?? '',
      home: process.env['HOME'] ?? '',
    },
    certificates: () => writeTrustStore(root),
    environment: process.env,
    extraEnvironment: {},
  });
  const packages = createPluginPackages({
    directory: root,
    files: store.files,
    store,
    ids,
    host,
    packageBytesMax: options.packageBytesMax,
  });
  const service = createPluginService({ store, clock, host, packages, report });
  const credentials = createCredentialService({ store, plugins: service });
  return {
    host,
    service,
    credentials,
    toolsOf,
    declarationsOf: async (workspaceId) =>
      (await service.list(workspaceId)).flatMap(({ plugin, package: { declaration } }) =>
        plugin.enabled ? [declaration] : [],
      ),
    async close() {
      service.close();
      await host.close();
    },
  };
}

/** Folders of Python packs: each has `bin/python3`. */
function pythonPacks(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** The certificates that this process trusts, as a file for plugins; null when it cannot be written. */
function writeTrustStore(root: string): string | null {
  const file = join(root, 'trust.pem');
  try {
    const tls = process.getBuiltinModule('node:tls');
    const trusted = new Set([
      ...tls.getCACertificates('default'),
      ...tls.getCACertificates('system'),
      ...tls.getCACertificates('extra'),
    ]);
    mkdirSync(root, { recursive: true, mode: 0o700 });
    writeFileSync(file, [...trusted].join('\n'), { mode: 0o644 });
    return file;
  } catch {
    return null;
  }
}
