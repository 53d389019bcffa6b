import type { Clock, IdSource, ModelRef, SecretBox } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { Store } from '@outpost/store';
import type { AppService } from '../apps/app-service.ts';
import type { Runnables } from '../apps/runnables.ts';
import type { FileService } from '../files/file-service.ts';
import type { WorkspaceModels } from '../models/model-settings.ts';
import type { RunService } from '../runs/run-service.ts';
import { createBatchService, type BatchService } from './batches/batch-service.ts';
import { startBatchWorker } from './batches/batch-worker.ts';
import { chooseChatModel } from './choose-chat-model.ts';
import { createPublishGate, type PublishGates } from './publish-gate.ts';
import { createTestSetService, type TestSetService } from './test-set-service.ts';

export interface LabOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly box: SecretBox;
  readonly apps: AppService;
  readonly runs: RunService;
  readonly runnables: Runnables;
  readonly files: FileService;
  readonly modelsOf: (workspaceId: string) => ModelDirectory;
  readonly settingsOf: WorkspaceModels['settings'];
  readonly report: (error: unknown, what: string) => void;
}

/** Where apps are tried: test sets, batches, the gate on publishing. */
export interface Lab {
  readonly testSets: TestSetService;
  readonly batches: BatchService;
  readonly gates: PublishGates;
  readonly chatModelOf: (workspaceId: string, asked: ModelRef | null) => Promise<ModelRef>;
  /** Stops working on batches; what is open goes on at the next start. */
  close(): Promise<void>;
}

export function createLab(options: LabOptions): Lab {
  const { store, apps } = options;
  const testSets = createTestSetService({ store, apps });
  const batches = createBatchService({ ...options, testSets });
  const gates = createPublishGate({ store, apps, batches });
  const chatModelOf = (workspaceId: string, asked: ModelRef | null): Promise<ModelRef> =>
    chooseChatModel(options, workspaceId, asked);
  const close = startBatchWorker({ ...options, chatModelOf });
  return { testSets, batches, gates, chatModelOf, close };
}
