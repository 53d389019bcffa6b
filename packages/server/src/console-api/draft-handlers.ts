import { AppError, type AppDocument } from '@outpost/contracts';
import { checkDocument, parseAppDocument } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import type { ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names =
  | 'readDraft'
  | 'saveDraft'
  | 'checkDraft'
  | 'listDraftRevisions'
  | 'readDraftRevision'
  | 'restoreDraftRevision';

export function draftHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { apps, kinds, store } = services;
  const shown = ({
    document,
    revision,
    updatedAt,
  }: {
    document: AppDocument;
    revision: number;
    updatedAt: number;
  }) => ({
    document: { ...document },
    revision,
    updatedAt,
  });
  return {
    async readDraft(call, { params }) {
      return shown(
        await apps.readDraft(await apps.find(signedInOf(call).workspaceId, params.appId)),
      );
    },
    async saveDraft(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const document = parseAppDocument(body.document);
      const saved = await apps.saveDraft(app, accountId, document, body.revision);
      return { ...shown(saved), merged: saved.merged };
    },
    async listDraftRevisions(call, { params }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const kept = await store.drafts.revisions(app.id);
      const ids = [...new Set(kept.map(({ savedBy }) => savedBy))];
      const people = new Map(
        await Promise.all(ids.map(async (id) => [id, await store.accounts.get(id)] as const)),
      );
      return {
        data: kept.map(({ revision, savedAt, savedBy }) => {
          const person = people.get(savedBy);
          return {
            revision,
            savedAt,
            savedBy: person ? { id: person.id, name: person.name } : null,
          };
        }),
      };
    },
    async readDraftRevision(call, { params }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const kept = await apps.readRevision(app, revisionFrom(params.revision));
      return shown({ ...kept, updatedAt: kept.savedAt });
    },
    async restoreDraftRevision(call, { params }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      return shown(await apps.restoreRevision(app, revisionFrom(params.revision), accountId));
    },
    async checkDraft(call, { params }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { document } = await apps.draftOf(app);
      const problems = checkDocument(document, { kinds, checkGraph });
      return {
        problems: problems.map(({ severity, nodeId, path, message }) => ({
          severity,
          nodeId,
          path,
          message: message[call.language],
        })),
        report: { ...(await apps.reportOf(app)) },
      };
    },
  };
}

function revisionFrom(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new AppError('not_found', { details: { thing: `The revision ${text}` } });
}
