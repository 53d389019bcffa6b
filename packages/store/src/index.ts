export { openStore } from './open-store.ts';
export type { Store, StoreOptions } from './open-store.ts';
export type { Page, PageRequest, Slice, TimeRange } from './database/results.ts';
export type { Signals } from './signals.ts';
export type { Jobs } from './jobs/job-queue.ts';
export type { NewAccount } from './repositories/accounts.ts';
export type { ApiKey } from './repositories/api-keys.ts';
export type { AppFilter, AppPatch, NewApp } from './repositories/apps.ts';
export type { ConversationFilter, ConversationSort, Owner } from './repositories/conversations.ts';
export type {
  BatchOutcome,
  BatchSummary,
  BatchTally,
  NewBatchResult,
} from './repositories/batches.ts';
export { noParent } from './repositories/messages.ts';
export type { ValuesOwner } from './repositories/draft-values.ts';
export type { MessagePatch, NewMessage, NewMessageFile } from './repositories/messages.ts';
export type {
  PluginCredential,
  PluginEndpoint,
  PluginSubscription,
} from './repositories/plugin-parts.ts';
export type { PluginWithPackage } from './repositories/plugins.ts';
export type { Provider } from './repositories/providers.ts';
export type { RetentionRequest } from './repositories/retention.ts';
export type { TestRowInput, TestSetWithCount } from './repositories/test-sets.ts';
export type { DayFigures, RunFilter, RunWithPeople } from './runs/run-search.ts';
export type { NewRun, RunSummary } from './runs/runs.ts';
export type {
  Annotation,
  AnnotationSettings,
  App,
  Draft,
  Version,
  VersionSummary,
} from './tables/apps.ts';
export type {
  Conversation,
  ConversationVariable,
  EndUser,
  Feedback,
  Message,
  MessageFile,
  Source,
  Upload,
} from './tables/chat.ts';
export type { Batch, BatchResult, PublishGate, TestRow, TestSet } from './tables/lab.ts';
export type {
  DraftEdit,
  DraftRevision,
  DraftRevisionSummary,
  DraftValues,
} from './tables/drafts.ts';
export type { ChainStep, DefaultModel, Model, ModelChain, ModelMapping } from './tables/models.ts';
export type { Account, Member, Role, Session, SetupState, Workspace } from './tables/people.ts';
export type { InstalledPluginRecord, StoredPackage } from './tables/plugins.ts';
export type { Job, Run } from './tables/runs.ts';
