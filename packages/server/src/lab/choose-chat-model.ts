import { AppError, type ModelRef } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { WorkspaceModels } from '../models/model-settings.ts';

export interface ChatModelChooser {
  readonly modelsOf: (workspaceId: string) => Pick<ModelDirectory, 'list'>;
  readonly settingsOf: WorkspaceModels['settings'];
}

/** The model asked for, else the workspace's default, else the first that there is; throws `prompt_model_missing`. */
export async function chooseChatModel(
  { modelsOf, settingsOf }: ChatModelChooser,
  workspaceId: string,
  asked: ModelRef | null,
): Promise<ModelRef> {
  if (asked) return asked;
  const chosen = (await settingsOf(workspaceId)).defaults?.chat;
  if (chosen) return chosen;
  const [first] = await modelsOf(workspaceId).list({ kind: 'chat' });
  if (!first) throw new AppError('prompt_model_missing');
  return first.ref;
}
