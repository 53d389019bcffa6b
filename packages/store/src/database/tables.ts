import type { RowOf } from './table.ts';
import type * as apps from '../tables/apps.ts';
import type * as chat from '../tables/chat.ts';
import type * as lab from '../tables/lab.ts';
import type * as models from '../tables/models.ts';
import type * as people from '../tables/people.ts';
import type * as runs from '../tables/runs.ts';

/** Every table by the name of its rows, for Kysely. */
export interface Tables {
  workspaces: RowOf<typeof people.workspacesTable>;
  accounts: RowOf<typeof people.accountsTable>;
  members: RowOf<typeof people.membersTable>;
  sessions: RowOf<typeof people.sessionsTable>;
  setup: RowOf<typeof people.setupTable>;
  settings: RowOf<typeof people.settingsTable>;
  apps: RowOf<typeof apps.appsTable>;
  drafts: RowOf<typeof apps.draftsTable>;
  versions: RowOf<typeof apps.versionsTable>;
  api_keys: RowOf<typeof apps.apiKeysTable>;
  annotations: RowOf<typeof apps.annotationsTable>;
  annotation_settings: RowOf<typeof apps.annotationSettingsTable>;
  providers: RowOf<typeof models.providersTable>;
  models: RowOf<typeof models.modelsTable>;
  model_mappings: RowOf<typeof models.modelMappingsTable>;
  model_chains: RowOf<typeof models.modelChainsTable>;
  default_models: RowOf<typeof models.defaultModelsTable>;
  end_users: RowOf<typeof chat.endUsersTable>;
  conversations: RowOf<typeof chat.conversationsTable>;
  conversation_variables: RowOf<typeof chat.conversationVariablesTable>;
  messages: RowOf<typeof chat.messagesTable>;
  message_files: RowOf<typeof chat.messageFilesTable>;
  feedbacks: RowOf<typeof chat.feedbacksTable>;
  uploads: RowOf<typeof chat.uploadsTable>;
  runs: RowOf<typeof runs.runsTable>;
  run_events: RowOf<typeof runs.runEventsTable>;
  processes: RowOf<typeof runs.processesTable>;
  jobs: RowOf<typeof runs.jobsTable>;
  test_sets: RowOf<typeof lab.testSetsTable>;
  test_rows: RowOf<typeof lab.testRowsTable>;
  batches: RowOf<typeof lab.batchesTable>;
  batch_results: RowOf<typeof lab.batchResultsTable>;
  publish_gates: RowOf<typeof lab.publishGatesTable>;
}
