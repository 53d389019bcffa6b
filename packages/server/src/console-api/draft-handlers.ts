import {
  AppError,
  isChatMode,
  isGraphMode,
  type AppDocument,
  type Values,
} from '@outpost/contracts';
import { checkDocument, parseAppDocument } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import type { ConsoleHandlers } from '../http/console-router.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { liveEvents } from './run-events.ts';

type Names = 'readDraft' | 'saveDraft' | 'checkDraft' | 'runApp' | 'runNode';

export function draftHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { apps, kinds, runnables, runs, chats, files } = services;
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

    async runApp(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const { override, target } = body;
      if (override && target !== 'draft') throw new AppError('override_for_draft');
      const runnable =
        target === 'draft' ? await runnables.draft(app, override) : await runnables.published(app);
      const triggeredFrom = override ? 'trial' : 'app-run';
      const owner = { workspaceId, appId: app.id, endUserId: null, accountId };
      const inputs = await resolveFiles(files, body.inputs, owner);
      const attached = await Promise.all(
        body.files.map((file) => files.resolve(file, owner, 'files')),
      );
      const source = target === 'draft' ? 'debugger' : 'console';
      if (!isGraphMode(app.mode) || isChatMode(app.mode)) {
        const { live } = await chats.startTurn(
          {
            runnable,
            asker: { endUserId: null, accountId, userId: accountId },
            source,
            triggeredFrom,
            query: body.query ?? '',
            inputs,
            files: attached,
            conversationId: body.conversationId,
          },
          runs,
        );
        return liveEvents(live);
      }
      return liveEvents(
        runs.start({
          runnable,
          userId: accountId,
          inputs: runnable.readInputs(inputs),
          system: { files: attached },
          conversation: {},
          run: {
            source,
            triggeredFrom,
            endUserId: null,
            accountId,
            conversationId: null,
            messageId: null,
          },
        }),
      );
    },

    async runNode(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const runnable = await runnables.draft(app);
      const owner = { workspaceId, appId: app.id, endUserId: null, accountId };
      const given = (await resolveFiles(files, body.variables, owner)) as Values;
      const live = runs.start({
        runnable,
        userId: accountId,
        inputs: {},
        system: {},
        conversation: Object.fromEntries(
          runnable.document.conversationVariables.map(({ name, value }) => [name, value]),
        ),
        only: { nodeId: params.nodeId, variables: byScope(given) },
        run: {
          source: 'debugger',
          triggeredFrom: 'single-node',
          endUserId: null,
          accountId,
          conversationId: null,
          messageId: null,
        },
      });
      return liveEvents(live);
    },
  };
}

/** `{"llm.text": "hi"}` as `{llm: {text: "hi"}}`. */
function byScope(values: Values): Record<string, Values> {
  const scopes: Record<string, Values> = {};
  for (const [selector, value] of Object.entries(values)) {
    const [scope = '', ...name] = selector.split('.');
    scopes[scope] = { ...scopes[scope], [name.join('.')]: value };
  }
  return scopes;
}
