/**
 * The OpenAI API of an app: its key is the API key, its name the model. The caller keeps the
 * conversation: earlier messages are the history of the run, and nothing of it is remembered here.
 */
import { isChatMode, noUsage, type FileValue } from '@outpost/contracts';
import type { Runnable } from '../apps/runnables.ts';
import type { TurnRequest } from '../chat/chat-service.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import { ownerOf } from '../service-api/chat-handlers.ts';
import { wholeAddresses } from '../service-api/file-addresses.ts';
import { seconds } from '../service-api/frame-shape.ts';
import { invalid, optionalText, requiredObject } from '../service-api/request-fields.ts';
import type { ServiceCall, ServiceHandlers } from '../service-api/service-router.ts';
import type { Services } from '../services.ts';
import {
  completion,
  completionOf,
  streamCompletion,
  streamText,
  type CompletionFacts,
} from './completion-answers.ts';
import { readMessages, type Attachment } from './read-messages.ts';

type Names = 'completeOpenAi' | 'listOpenAiModels';

export function openAiHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { config, runnables, runs, chats, clock, ids } = services;
  return {
    listOpenAiModels: ({ app }) =>
      Response.json({
        object: 'list',
        data: [
          { id: app.name, object: 'model', created: seconds(app.createdAt), owned_by: 'outpost' },
        ],
      }),

    async completeOpenAi(call) {
      const { app, body, endUser } = call;
      const asked = readMessages(body);
      if ((body['n'] ?? 1) !== 1) throw invalid('n', 'an app gives one answer');
      const streams = body['stream'] === true;
      const facts: CompletionFacts = {
        id: `chatcmpl-${ids.uuid()}`,
        created: seconds(clock.now()),
        model: optionalText(body, 'model') ?? app.name,
        language: call.language,
        includeUsage: wantsUsage(body['stream_options']),
        addresses: wholeAddresses(call, config.basePath),
      };
      const runnable = await runnables.published(app);
      const files = await Promise.all(
        asked.attachments.map((attachment) => fileOf(services, call, attachment)),
      );
      const given = body['inputs'] == null ? {} : requiredObject(body, 'inputs');
      const inputs = await resolveFiles(services.files, given, ownerOf(call));
      const asker = { endUserId: endUser.id, accountId: null, userId: endUser.sessionId };
      if (app.mode === 'workflow') {
        const live = runs.start({
          runnable,
          userId: asker.userId,
          inputs: runnable.readInputs(withQuery(runnable, inputs, asked.query)),
          system: { files },
          conversation: {},
          run: {
            source: 'service-api',
            triggeredFrom: 'app-run',
            endUserId: endUser.id,
            accountId: null,
            conversationId: null,
            messageId: null,
          },
        });
        return streams ? streamCompletion(live, facts) : completionOf(live, facts);
      }
      const request: TurnRequest = {
        runnable,
        asker,
        source: 'service-api',
        query: asked.query,
        files,
        inputs: isChatMode(app.mode) ? inputs : withQuery(runnable, inputs, asked.query),
        conversationId: null,
        history: asked.history,
      };
      const answered = await chats.answerAtOnce(request);
      if (answered) {
        const answer = streams ? streamText : completion;
        const finish = answered.annotation ? 'stop' : 'content_filter';
        return answer(facts, answered.answer, noUsage, finish);
      }
      const { live } = await chats.startTurn(request, runs);
      return streams ? streamCompletion(live, facts) : completionOf(live, facts);
    },
  };
}

/** The question as the input that asks for it: `query`, or the first text of the form. */
function withQuery(
  { form }: Runnable,
  inputs: Readonly<Record<string, unknown>>,
  query: string,
): Readonly<Record<string, unknown>> {
  const texts = form.filter(({ type }) => type === 'text-input' || type === 'paragraph');
  const field = texts.find(({ variable }) => variable === 'query') ?? texts[0];
  const name = field?.['variable'];
  return typeof name === 'string' && inputs[name] === undefined
    ? { ...inputs, [name]: query }
    : inputs;
}

async function fileOf(
  { files }: Services,
  call: ServiceCall,
  attachment: Attachment,
): Promise<FileValue> {
  const owner = ownerOf(call);
  if (attachment.type === 'address') {
    const reference = { type: 'image', transfer_method: 'remote_url', url: attachment.url };
    return files.resolve(reference, owner, 'messages');
  }
  const { bytes, mediaType, filename } = attachment;
  const upload = await files.save({ content: bytes, mediaType, filename }, owner);
  return files.resolve(
    { transfer_method: 'local_file', upload_file_id: upload.id },
    owner,
    'messages',
  );
}

function wantsUsage(options: unknown): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    (options as { readonly include_usage?: unknown }).include_usage === true
  );
}
