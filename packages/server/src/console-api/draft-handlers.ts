import type { AppDocument } from '@outpost/contracts';
import { checkDocument, parseAppDocument } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import type { ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names = 'readDraft' | 'saveDraft' | 'checkDraft';

export function draftHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { apps, kinds } = services;
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
      return { ...shown(saved), merged: false };
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
