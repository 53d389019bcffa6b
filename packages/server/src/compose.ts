/** The composition root: the one place where packages meet. Nothing here decides; it only connects. */
import { randomUUIDv7 } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IdSource, ModelProvider, NodePorts } from '@outpost/contracts';
import type { Installation } from '@outpost/dsl';
import { createLocalModels } from '@outpost/local-models';
import { createModelGateway, roughTokens, type ModelDirectory } from '@outpost/models';
import { createNodeKinds } from '@outpost/nodes';
import { createSandbox } from '@outpost/sandbox';
import { openStore, type NewRun } from '@outpost/store';
import { createAppService } from './apps/app-service.ts';
import { createRunnables } from './apps/runnables.ts';
import { createAccounts } from './auth/accounts.ts';
import { createAnnotationReplies } from './chat/annotation-replies.ts';
import { createChatService } from './chat/chat-service.ts';
import { createChatTexts } from './chat/chat-texts.ts';
import { createHistory } from './chat/history.ts';
import { reviewEvents } from './chat/moderation.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createDebugRuns } from './debugging/debug-runs.ts';
import { createDraftValuesService } from './debugging/draft-values.ts';
import { createEgress } from './egress/egress.ts';
import { createFileService } from './files/file-service.ts';
import { createLab } from './lab/create-lab.ts';
import { createLog } from './log.ts';
import { describeInstallation } from './models/describe-installation.ts';
import { createWorkspaceModels } from './models/model-settings.ts';
import { createPlugins } from './plugins/create-plugins.ts';
import { startMaintenance } from './maintenance.ts';
import { programUrl } from './programs.ts';
import { recoverRuns } from './runs/recover-runs.ts';
import { createRunService } from './runs/run-service.ts';
import { readOrMakeSecret } from './secrets/key-files.ts';
import { openSecretBox } from './secrets/secret-box.ts';
import type { Services } from './services.ts';
import { createSites } from './site/sites.ts';
import { createVisitors } from './site/visitors.ts';

export interface Composed {
  readonly services: Services;
  readonly localToken: string;
  readonly close: () => Promise<void>;
}

/** Opens everything in the data directory. Throws `data_directory_in_use` when another process has it. */
export async function compose(config: Config): Promise<Composed> {
  const log = createLog(config.log, (line) => process.stderr.write(line));
  const clock = systemClock;
  const ids: IdSource = { uuid: () => randomUUIDv7() };
  const keys = join(config.directory, 'keys');
  const box = openSecretBox(join(keys, 'secrets.key'));
  const localToken = readOrMakeSecret(join(keys, 'local.token'));
  const signingKey = readOrMakeSecret(join(keys, 'files.key'));

  const store = await openStore({
    directory: config.directory,
    databaseUrl: config.databaseUrl ?? undefined,
    clock,
    ids,
    secrets: box,
    silenceMaxMs: config.limits.processSilenceMs,
    readerProgram: programUrl('store-reader'),
  });
  const kinds = createNodeKinds();
  const egress = createEgress({ policy: config.egress });
  const sandbox = createSandbox({
    directory: join(config.directory, 'sandbox'),
    log: log.info,
    assets: {
      pythonChild: fileURLToPath(programUrl('python-child')),
      javascriptWorker: fileURLToPath(programUrl('javascript-worker')),
    },
  });
  const localModels = createLocalModels({
    directory: config.packsDirectory ?? config.directory,
    clock,
    log: (message, details) => log.info(`${message} ${JSON.stringify(details)}`),
    program: programUrl('model-host'),
  });

  const workspaceModels = createWorkspaceModels(store);
  const gateways = new Map<string, ModelDirectory>();
  const extraProviders: readonly ModelProvider[] = [localModels];
  const modelsOf = (workspaceId: string): ModelDirectory => {
    const known = gateways.get(workspaceId);
    if (known) return known;
    const gateway = createModelGateway({
      settings: () => workspaceModels.settings(workspaceId),
      fetch: egress.fetch,
      clock,
      extraProviders,
      random: Math.random,
    });
    gateways.set(workspaceId, gateway);
    return gateway;
  };
  const report = (error: unknown, what: string): void => log.error(what, error);
  const plugins = createPlugins({
    directory: config.directory,
    packsDirectory: config.packsDirectory ?? config.directory,
    store,
    clock,
    ids,
    modelsOf,
    defaultChatModel: async (workspaceId) =>
      (await workspaceModels.settings(workspaceId)).defaults?.chat ?? null,
    packageBytesMax: config.limits.uploadBytesMax,
    report,
  });
  const installation = async (workspaceId: string): Promise<Installation> =>
    describeInstallation(
      modelsOf(workspaceId),
      await workspaceModels.settings(workspaceId),
      kinds,
      await plugins.declarationsOf(workspaceId),
    );

  const files = createFileService({
    store,
    files: store.files,
    egress,
    clock,
    ids,
    signingKey,
    uploadBytesMax: config.limits.uploadBytesMax,
  });
  const history = createHistory(store, files);
  const portsFor = (run: NewRun): NodePorts => ({
    models: modelsOf(run.workspaceId),
    tools: plugins.toolsOf(run.workspaceId),
    code: sandbox.code,
    templates: sandbox.templates,
    egress,
    files: files.forRun({
      workspaceId: run.workspaceId,
      appId: run.appId,
      endUserId: run.endUserId,
      accountId: run.accountId,
    }),
    history,
    tokens: { count: roughTokens },
    clock,
    ids,
  });
  const runnables = createRunnables(store, kinds, box);
  const annotationReplies = createAnnotationReplies({ store, modelsOf, report });
  const chats = createChatService({
    store,
    clock,
    annotationReplies,
    thread: (leafId) => history.thread(leafId),
    report,
  });
  const draftValues = createDraftValuesService({ store, kinds });
  const runs = createRunService({
    store,
    clock,
    ids,
    portsFor,
    limits: config.limits,
    review: reviewEvents,
    async settle(run, events, end) {
      // Last values are a help, no promise: they must not keep a run from ending.
      const recorded = draftValues
        .record(run, events)
        .catch((error: unknown) => report(error, `The values of run ${run.id} were not kept`));
      await Promise.all([chats.settle(run, events, end), recorded]);
    },
    report,
  });
  const apps = createAppService({ store, box, kinds, installation });
  const lab = createLab({
    store,
    clock,
    ids,
    box,
    apps,
    runs,
    runnables,
    files,
    modelsOf,
    settingsOf: (workspaceId) => workspaceModels.settings(workspaceId),
    report,
  });
  const sites = createSites({ store, clock, box });
  const services: Services = {
    config,
    log,
    clock,
    ids,
    kinds,
    store,
    accounts: createAccounts({ store, clock, localToken }),
    apps,
    lab,
    runnables,
    runs,
    draftValues,
    debugRuns: createDebugRuns({
      store,
      runs,
      draftValues,
      history,
    }),
    chats,
    chatTexts: createChatTexts({
      store,
      modelsOf,
      settingsOf: (workspaceId) => workspaceModels.settings(workspaceId),
      report,
    }),
    annotationReplies,
    files,
    sites,
    visitors: createVisitors({
      store,
      sites,
      clock,
      signingKey: readOrMakeSecret(join(keys, 'visitors.key')),
    }),
    egress,
    sandbox,
    plugins,
    workspaceModels,
    modelsOf,
  };
  const stopRecovery = recoverRuns(services);
  const stopMaintenance = startMaintenance(services);
  return {
    services,
    localToken,
    async close() {
      stopRecovery();
      stopMaintenance();
      await lab.close();
      await runs.drain(config.limits.drainMs);
      await annotationReplies.close();
      await plugins.close();
      workspaceModels.close();
      sandbox.close();
      await Promise.all([localModels.close(), egress.close()]);
      await store.close();
    },
  };
}
