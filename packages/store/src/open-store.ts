import { join } from 'node:path';
import type { Clock, FileStore, IdSource, RunLog, SecretBox } from '@outpost/contracts';
import type { StoreContext } from './database/context.ts';
import type { Database } from './database/database.ts';
import { createLocalFileStore } from './files/local-file-store.ts';
import { createJobs, type Jobs } from './jobs/job-queue.ts';
import {
  createAccounts,
  createSessions,
  type Accounts,
  type Sessions,
} from './repositories/accounts.ts';
import { createAnnotations, type Annotations } from './repositories/annotations.ts';
import { createApiKeys, type ApiKeys } from './repositories/api-keys.ts';
import { createApps, type Apps } from './repositories/apps.ts';
import {
  createBatches,
  createPublishGates,
  type Batches,
  type PublishGates,
} from './repositories/batches.ts';
import {
  createConversations,
  createConversationVariables,
  type Conversations,
  type ConversationVariables,
} from './repositories/conversations.ts';
import { createDraftValues, type DraftValuesStore } from './repositories/draft-values.ts';
import { createDrafts, createVersions, type Drafts, type Versions } from './repositories/drafts.ts';
import { createEndUsers, type EndUsers } from './repositories/end-users.ts';
import {
  createFeedbacks,
  createMessages,
  type Feedbacks,
  type Messages,
} from './repositories/messages.ts';
import {
  createModelRoutes,
  createModels,
  type ModelRoutes,
  type Models,
} from './repositories/models.ts';
import {
  createPluginCredentials,
  createPluginEndpoints,
  createPluginSubscriptions,
  createPluginValues,
  type PluginCredentials,
  type PluginEndpoints,
  type PluginSubscriptions,
  type PluginValues,
} from './repositories/plugin-parts.ts';
import { createPlugins, type Plugins } from './repositories/plugins.ts';
import { createProviders, type Providers } from './repositories/providers.ts';
import { createRetention, type Retention } from './repositories/retention.ts';
import { createSettings, createSetup, type Settings, type Setup } from './repositories/setup.ts';
import { createTestSets, type TestSets } from './repositories/test-sets.ts';
import { createUploads, type Uploads } from './repositories/uploads.ts';
import {
  createMembers,
  createWorkspaces,
  type Members,
  type Workspaces,
} from './repositories/workspaces.ts';
import { joinProcesses, silenceMaxMsDefault, type Presence } from './runs/processes.ts';
import { createRunLog } from './runs/run-log.ts';
import { createRunSearch, type RunSearch } from './runs/run-search.ts';
import { createRuns, type Runs } from './runs/runs.ts';
import type { Signals } from './signals.ts';

export interface StoreOptions {
  /** Holds the SQLite database and the files; made when it is not there. */
  readonly directory: string;
  /** `postgres://…`; without one the database is SQLite in `directory`, held by this process alone. */
  readonly databaseUrl?: string | undefined;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Seals API keys and provider credentials. */
  readonly secrets: SecretBox;
  /** After so long without a word a process counts as gone; the same for all on one database. */
  readonly silenceMaxMs?: number | undefined;
  /** The thread that runs long reads of SQLite: `reader-worker.ts`, or that file bundled alone. */
  readonly readerProgram?: URL;
}

/** Everything that outlives the process. */
export interface Store {
  readonly kind: Database['kind'];
  readonly setup: Setup;
  readonly settings: Settings;
  readonly workspaces: Workspaces;
  readonly members: Members;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly apps: Apps;
  readonly drafts: Drafts;
  readonly draftValues: DraftValuesStore;
  readonly versions: Versions;
  readonly apiKeys: ApiKeys;
  readonly annotations: Annotations;
  readonly providers: Providers;
  readonly models: Models;
  readonly modelRoutes: ModelRoutes;
  readonly plugins: Plugins;
  readonly pluginCredentials: PluginCredentials;
  readonly pluginEndpoints: PluginEndpoints;
  readonly pluginSubscriptions: PluginSubscriptions;
  readonly pluginValues: PluginValues;
  readonly endUsers: EndUsers;
  readonly conversations: Conversations;
  readonly conversationVariables: ConversationVariables;
  readonly messages: Messages;
  readonly feedbacks: Feedbacks;
  readonly uploads: Uploads;
  readonly files: FileStore;
  readonly runs: Runs;
  readonly runSearch: RunSearch;
  readonly runLog: RunLog;
  readonly testSets: TestSets;
  readonly batches: Batches;
  readonly publishGates: PublishGates;
  readonly retention: Retention;
  readonly jobs: Jobs;
  readonly signals: Signals;
  /** Stops the job workers, commits what is queued and lets go of database and directory. */
  close(): Promise<void>;
}

/**
 * Opens the store at the newest schema; an upgrade first takes a snapshot (SQLite).
 * Throws `data_directory_in_use`, `database_missing`, `database_newer`, `database_failed`.
 */
export async function openStore({
  directory,
  databaseUrl,
  clock,
  ids,
  secrets,
  silenceMaxMs = silenceMaxMsDefault,
  readerProgram = new URL('./sqlite/reader-worker.ts', import.meta.url),
}: StoreOptions): Promise<Store> {
  const processId = ids.uuid();
  const { database, signals } = await openDatabase({
    directory,
    databaseUrl,
    processId,
    clock,
    readerProgram,
  });
  try {
    const context: StoreContext = { database, clock, ids, secrets, processId };
    const files = await createLocalFileStore({ directory: join(directory, 'files'), clock, ids });
    const presence = await joinProcesses(context, silenceMaxMs);
    return composeStore(context, { signals, files, presence });
  } catch (error) {
    await database.close();
    throw error;
  }
}

function openDatabase({
  directory,
  databaseUrl,
  processId,
  clock,
  readerProgram,
}: Pick<StoreOptions, 'directory' | 'databaseUrl' | 'clock'> & {
  readonly processId: string;
  readonly readerProgram: URL;
}): Promise<{
  readonly database: Database;
  readonly signals: Signals;
}> {
  // Loaded when chosen: neither pays for the other at start.
  return databaseUrl
    ? import('./postgres/open-postgres.ts').then(({ openPostgres }) =>
        openPostgres({ databaseUrl, processId, clock }),
      )
    : import('./sqlite/open-sqlite.ts').then(({ openSqlite }) =>
        openSqlite({ directory, clock, readerProgram }),
      );
}

function composeStore(
  context: StoreContext,
  {
    signals,
    files,
    presence,
  }: { readonly signals: Signals; readonly files: FileStore; readonly presence: Presence },
): Store {
  const { database } = context;
  const jobs = createJobs(context, signals, presence);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    try {
      await jobs.close();
      await presence.leave();
    } finally {
      await database.close();
    }
  };
  return {
    kind: database.kind,
    setup: createSetup(context),
    settings: createSettings(context),
    workspaces: createWorkspaces(context),
    members: createMembers(context),
    accounts: createAccounts(context),
    sessions: createSessions(context),
    apps: createApps(context),
    drafts: createDrafts(context),
    draftValues: createDraftValues(context),
    versions: createVersions(context),
    apiKeys: createApiKeys(context),
    annotations: createAnnotations(context),
    providers: createProviders(context),
    models: createModels(context),
    modelRoutes: createModelRoutes(context),
    plugins: createPlugins(context),
    pluginCredentials: createPluginCredentials(context),
    pluginEndpoints: createPluginEndpoints(context),
    pluginSubscriptions: createPluginSubscriptions(context),
    pluginValues: createPluginValues(context),
    endUsers: createEndUsers(context),
    conversations: createConversations(context),
    conversationVariables: createConversationVariables(context),
    messages: createMessages(context),
    feedbacks: createFeedbacks(context),
    uploads: createUploads(context),
    files,
    runs: createRuns(context, presence),
    runSearch: createRunSearch(context),
    runLog: createRunLog(context),
    testSets: createTestSets(context),
    batches: createBatches(context),
    publishGates: createPublishGates(context),
    retention: createRetention(context),
    jobs,
    signals,
    close: () => (closing ??= close()),
  };
}
