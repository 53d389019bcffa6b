import { AppError, type FileValue } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';
import type { EndUser } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { wholeAddresses } from './file-addresses.ts';
import {
  invalid,
  isUuid,
  optionalFlag,
  optionalList,
  optionalText,
  optionalUuid,
  requiredObject,
  requiredText,
  wantsStream,
} from './request-fields.ts';
import { answerOfTurn, answerWithoutRun, factsOf, streamRun } from './run-answers.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'chat' | 'complete';

/** Turns of conversations, and single texts. */
export function chatHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { config, chats, runs, runnables, kinds, store, ids } = services;

  async function turn(
    call: ServiceCall,
    asked: {
      readonly runnable: Runnable;
      readonly query: string;
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly conversationId: string | null;
      readonly autoName: boolean;
    },
  ): Promise<Response> {
    const streams = wantsStream(call.body);
    const { app, endUser } = call;
    if (app.mode === 'agent-chat' && !streams)
      throw invalid('response_mode', 'an agent answers as a stream only: send “streaming”');
    const files = await readAttachments(services, call, asked.runnable);
    const inputs = await resolveFiles(services.files, asked.inputs, ownerOf(call));
    const request = {
      ...asked,
      asker: { endUserId: endUser.id, accountId: null, userId: endUser.sessionId },
      source: 'service-api',
      inputs,
      files,
    } as const;
    const answered = await chats.answerAtOnce(request);
    if (answered) {
      const writer = answered.annotation?.createdBy ?? null;
      const account = writer === null ? null : await store.accounts.get(writer);
      return answerWithoutRun(answered, {
        mode: app.mode,
        streams,
        taskId: ids.uuid(),
        writtenBy: account && { id: account.id, name: account.name },
      });
    }
    const turn = await chats.startTurn(request, runs);
    const facts = factsOf(
      {
        runnable: asked.runnable,
        live: turn.live,
        endUser,
        kinds,
        addresses: wholeAddresses(call, config.basePath),
      },
      turn,
    );
    return streams ? streamRun(turn.live, facts) : answerOfTurn(turn.live, facts);
  }

  return {
    async chat(call) {
      const { body } = call;
      return turn(call, {
        query: requiredText(body, 'query'),
        inputs: requiredObject(body, 'inputs'),
        conversationId: optionalUuid(body, 'conversation_id'),
        autoName: optionalFlag(body, 'auto_generate_name', true),
        runnable: await chosenVersion(services, call, optionalText(body, 'workflow_id') ?? ''),
      });
    },

    async complete(call) {
      const { app, body } = call;
      const query = optionalText(body, 'query') ?? '';
      const inputs = requiredObject(body, 'inputs');
      return turn(call, {
        query,
        // Text generators of today declare their question as an input, older clients send it beside.
        inputs: inputs['query'] === undefined ? { ...inputs, query } : inputs,
        conversationId: null,
        autoName: true,
        runnable: await runnables.published(app),
      });
    },
  };
}

/** The published app, or the version that a chatflow's client asks for. */
async function chosenVersion(
  { runnables }: Services,
  { app }: ServiceCall,
  workflowId: string,
): Promise<Runnable> {
  if (workflowId === '' || app.mode !== 'advanced-chat') return runnables.published(app);
  return versionOf(runnables, app, workflowId);
}

/** Throws `version_id_invalid` for what cannot be an id, and `not_found` for another app's version. */
export async function versionOf(
  runnables: Services['runnables'],
  app: ServiceCall['app'],
  workflowId: string,
): Promise<Runnable> {
  if (!isUuid(workflowId))
    throw new AppError('version_id_invalid', { details: { id: workflowId } });
  return runnables.version(app, workflowId.toLowerCase());
}

export function ownerOf({
  app,
  endUser,
}: {
  readonly app: ServiceCall['app'];
  readonly endUser: EndUser;
}) {
  return {
    workspaceId: app.workspaceId,
    appId: app.id,
    endUserId: endUser.id,
    accountId: null,
  };
}

/** The files that a request attaches to the whole question, as many as the app takes. */
export async function readAttachments(
  { files }: Services,
  call: ServiceCall,
  { document }: Runnable,
): Promise<readonly FileValue[]> {
  const given = optionalList(call.body, 'files');
  if (given.length === 0) return [];
  const { file_upload: upload } = featuresOf(document);
  const most = upload.enabled ? upload.number_limits : attachmentsMax;
  if (given.length > most) throw invalid('files', `at most ${most} are accepted`);
  const owner = ownerOf(call);
  return Promise.all(given.map((file) => files.resolve(file, owner, 'files')));
}

/** For apps that take files without having said how many. */
const attachmentsMax = 10;
