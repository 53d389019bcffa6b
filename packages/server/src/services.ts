import type { Clock, IdSource, NodeKind } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { Sandbox } from '@outpost/sandbox';
import type { Store } from '@outpost/store';
import type { AppService } from './apps/app-service.ts';
import type { Runnables } from './apps/runnables.ts';
import type { Accounts } from './auth/accounts.ts';
import type { AnnotationReplies } from './chat/annotation-replies.ts';
import type { ChatService } from './chat/chat-service.ts';
import type { ChatTexts } from './chat/chat-texts.ts';
import type { Config } from './config.ts';
import type { DebugRuns } from './debugging/debug-runs.ts';
import type { DraftValuesService } from './debugging/draft-values.ts';
import type { EgressGate } from './egress/egress.ts';
import type { FileService } from './files/file-service.ts';
import type { Lab } from './lab/create-lab.ts';
import type { Log } from './log.ts';
import type { Sites } from './site/sites.ts';
import type { Visitors } from './site/visitors.ts';
import type { WorkspaceModels } from './models/model-settings.ts';
import type { Plugins } from './plugins/create-plugins.ts';
import type { RunService } from './runs/run-service.ts';

/** Everything that routes are made of; composed once, in `compose.ts`. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly apps: AppService;
  readonly runnables: Runnables;
  readonly runs: RunService;
  readonly draftValues: DraftValuesService;
  readonly debugRuns: DebugRuns;
  readonly chats: ChatService;
  readonly chatTexts: ChatTexts;
  readonly annotationReplies: AnnotationReplies;
  readonly lab: Lab;
  readonly files: FileService;
  readonly sites: Sites;
  readonly visitors: Visitors;
  readonly egress: EgressGate;
  readonly sandbox: Sandbox;
  readonly plugins: Plugins;
  readonly workspaceModels: WorkspaceModels;
  /** The models of a workspace. */
  readonly modelsOf: (workspaceId: string) => ModelDirectory;
}
