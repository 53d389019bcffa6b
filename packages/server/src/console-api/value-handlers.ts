import { AppError, type AppDocument, type Value } from '@outpost/contracts';
import type { ValuesOwner } from '@outpost/store';
import type { ConsoleCall, ConsoleHandlers } from '../http/console-router.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names =
  | 'readDraftValues'
  | 'readDraftValue'
  | 'editDraftValue'
  | 'resetDraftValue'
  | 'resetDraftValues';

/** The last values of the caller’s own runs of a draft. */
export function valueHandlers({
  apps,
  draftValues,
  files,
}: Services): Pick<ConsoleHandlers, Names> {
  async function open(
    call: ConsoleCall,
    appId: string,
  ): Promise<{ readonly owner: ValuesOwner; readonly document: AppDocument }> {
    const { workspaceId, accountId } = signedInOf(call);
    const app = await apps.find(workspaceId, appId);
    const { document } = await apps.draftOf(app);
    return { owner: { appId: app.id, accountId }, document };
  }
  return {
    async readDraftValues(call, { params }) {
      const { owner, document } = await open(call, params.appId);
      return draftValues.show(owner, document);
    },
    async readDraftValue(call, { params }) {
      const { owner, document } = await open(call, params.appId);
      return draftValues.showOne(owner, document, params);
    },
    async editDraftValue(call, { params, body }) {
      if (body.value === undefined)
        throw new AppError('request_invalid', {
          details: { path: 'body.value', reason: 'it is missing' },
        });
      const { owner, document } = await open(call, params.appId);
      const holder = { ...owner, workspaceId: signedInOf(call).workspaceId, endUserId: null };
      const { value } = await resolveFiles(files, { value: body.value }, holder);
      await draftValues.edit(owner, document, { ...params, value: value as Value });
      return draftValues.showOne(owner, document, params);
    },
    async resetDraftValue(call, { params }) {
      const { owner } = await open(call, params.appId);
      await draftValues.reset(owner, params);
    },
    async resetDraftValues(call, { params, query }) {
      const { owner } = await open(call, params.appId);
      await draftValues.clear(owner, query.what);
    },
  };
}
