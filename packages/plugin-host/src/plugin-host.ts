/**
 * The plugins of this process: each in processes of its own, started when it is called. A plugin is
 * known by its identifier, so two versions may run beside each other while one takes over.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, IdSource, PluginDeclaration } from '@outpost/contracts';
import type { BackwardsServices } from './backwards/backwards-services.ts';
import { createAnswers } from './backwards/create-answers.ts';
import { createCaller } from './calls/caller.ts';
import { createDatasourceCalls, type DatasourceCalls } from './calls/datasources.ts';
import { createEndpointCalls, type EndpointCalls } from './calls/endpoints.ts';
import { createModelCalls, type ModelCalls } from './calls/models.ts';
import { createOauthCalls, type OauthCalls } from './calls/oauth.ts';
import { createStrategyCalls, type StrategyCalls } from './calls/strategies.ts';
import { createToolCalls, type ToolCalls } from './calls/tools.ts';
import { createTriggerCalls, type TriggerCalls } from './calls/triggers.ts';
import { choosePython } from './python/choose-python.ts';
import { findPythons, type PythonPlaces, type PythonReport } from './python/find-pythons.ts';
import { pythonCommand } from './python/python-command.ts';
import { defaultPluginLimits, type PluginLimits } from './runtime/limits.ts';
import { pluginEnvironment } from './runtime/plugin-environment.ts';
import { createPluginLog, type PluginLog, type PluginLogLine } from './runtime/plugin-log.ts';
import type { PluginCommand } from './runtime/plugin-process.ts';
import { PluginRunner, type RunnerStatus } from './runtime/plugin-runner.ts';

/** A plugin as it lies on the disk: unpacked, immutable. */
export interface InstalledPlugin {
  /** `author/name:version@checksum`. */
  readonly identifier: string;
  readonly declaration: PluginDeclaration;
  /** Its own files. */
  readonly directory: string;
  /** Its unpacked wheels. */
  readonly packages: string;
  /** What the wheels were built for, such as `cp312`; null when they run on any. */
  readonly pythonTag: string | null;
}

export interface PluginHostOptions {
  /** Where plugins may write, a folder each. */
  readonly directory: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly services: BackwardsServices;
  readonly limits?: Partial<PluginLimits>;
  readonly pythons: PythonPlaces;
  /** A file of PEM certificates that plugins shall trust; null leaves them with their own. */
  readonly certificates: () => string | null;
  /** Our own environment, of which a few names are passed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Variables that an administrator gives to every plugin, such as proxies. */
  readonly extraEnvironment: Readonly<Record<string, string>>;
  /** Changes how a process is started, for tests in a network of their own. */
  readonly wrap?: (command: PluginCommand) => PluginCommand;
}

/** One plugin, ready to be called. */
export interface PluginHandle {
  readonly plugin: InstalledPlugin;
  readonly tools: ToolCalls;
  readonly models: ModelCalls;
  readonly strategies: StrategyCalls;
  readonly endpoints: EndpointCalls;
  readonly oauth: OauthCalls;
  readonly datasources: DatasourceCalls;
  readonly triggers: TriggerCalls;
  /** Starts it unless it runs; throws what a call would. */
  start(): Promise<void>;
  status(): RunnerStatus;
  /** Values that must not show in its log. */
  hide(secrets: Iterable<string>): void;
  /** Calls under way end; later ones have a new process. */
  restart(): void;
}

export interface PluginHost {
  /** The handle of a plugin; its process is not started before it is called. */
  open(plugin: InstalledPlugin): PluginHandle;
  /** The handle of a plugin that was opened; null when it was not. */
  find(identifier: string): PluginHandle | null;
  /** Ends what runs of a plugin. */
  stop(identifier: string): Promise<void>;
  /** The newest lines of a plugin's log, oldest first; `id` is `author/name`. */
  logs(id: string, linesMax: number): readonly PluginLogLine[];
  /** Removes what a plugin of that id has written; nothing of it may run. */
  erase(id: string): void;
  /** Which interpreters are here. Asked once, and again with `anew`. */
  pythons(anew?: boolean): Promise<PythonReport>;
  close(): Promise<void>;
}

export function createPluginHost(options: PluginHostOptions): PluginHost {
  const { clock, ids, services, directory } = options;
  const limits = { ...defaultPluginLimits, ...options.limits };
  const running = new Map<
    string,
    { readonly handle: PluginHandle; readonly runner: PluginRunner }
  >();
  let pythons: Promise<PythonReport> | null = null;

  function findAll(anew = false): Promise<PythonReport> {
    if (anew) pythons = null;
    pythons ??= findPythons(options.pythons);
    return pythons;
  }

  const homeOf = (id: string): string => join(directory, id.replace('/', '__'));
  const kept = new Map<string, PluginLog>();
  const logOf = (id: string): PluginLog => {
    const log = kept.get(id) ?? createPluginLog({ file: join(homeOf(id), 'plugin.log'), clock });
    kept.set(id, log);
    return log;
  };

  async function commandOf(plugin: InstalledPlugin): Promise<PluginCommand> {
    const { declaration, identifier, packages, pythonTag } = plugin;
    const home = homeOf(declaration.id);
    for (const folder of ['home', 'tmp'])
      mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
    const environment = pluginEnvironment({
      host: options.environment,
      state: home,
      certificates: options.certificates(),
      extra: options.extraEnvironment,
    });
    const need = { tag: pythonTag };
    let report = await findAll();
    // Somebody may have installed one since.
    if (!report.usable.some(({ tag }) => need.tag === null || tag === need.tag))
      report = await findAll(true);
    const python = choosePython(declaration.id, need, report);
    const command = pythonCommand(
      {
        entrypoint: declaration.runner.entrypoint,
        directory: plugin.directory,
        packages,
        state: join(home, shortHash(identifier)),
      },
      python,
      environment,
    );
    return options.wrap ? options.wrap(command) : command;
  }

  function start(plugin: InstalledPlugin) {
    const { declaration } = plugin;
    const log = logOf(declaration.id);
    const runner = new PluginRunner({
      plugin: declaration.id,
      command: () => commandOf(plugin),
      limits,
      clock,
      ids,
      log,
    });
    const caller = createCaller({
      plugin: declaration.id,
      runner,
      answers: createAnswers(declaration, services),
    });
    const handle: PluginHandle = {
      plugin,
      tools: createToolCalls(caller),
      models: createModelCalls(caller),
      strategies: createStrategyCalls(caller),
      endpoints: createEndpointCalls(caller),
      oauth: createOauthCalls(caller),
      datasources: createDatasourceCalls(caller),
      triggers: createTriggerCalls(caller),
      start: () => runner.start(),
      status: () => runner.status(),
      hide: (secrets) => log.hide(secrets),
      restart: () => runner.replace('it was asked to start anew'),
    };
    return { handle, runner };
  }

  return {
    open(plugin) {
      const known = running.get(plugin.identifier);
      if (known) return known.handle;
      const started = start(plugin);
      running.set(plugin.identifier, started);
      return started.handle;
    },
    find: (identifier) => running.get(identifier)?.handle ?? null,
    async stop(identifier) {
      const known = running.get(identifier);
      running.delete(identifier);
      await known?.runner.close();
    },
    logs: (id, linesMax) => logOf(id).tail(linesMax),
    erase(id) {
      kept.get(id)?.remove();
      kept.delete(id);
      rmSync(homeOf(id), { recursive: true, force: true });
    },
    pythons: findAll,
    async close() {
      await Promise.all([...running.values()].map(({ runner }) => runner.close()));
      running.clear();
    },
  };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
