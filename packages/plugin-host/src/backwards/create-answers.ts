// Answers what a plugin asks of the host while it works on a call: checks that it may, reads what it
// sent, and passes it on. A plugin that serves models may ask nothing.
import { AppError, type PluginDeclaration } from '@outpost/contracts';
import type { InvokeData, RequestType } from '@outpost/plugin-sdk/wire';
import type { z } from 'zod';
import type { CallContext } from '../calls/call-context.ts';
import type { AnswerInvoke } from '../runtime/plugin-session.ts';
import {
  answerEmbedding,
  answerLlm,
  answerModeration,
  answerRerank,
  answerSpeech,
  answerStructured,
  answerTranscription,
  embeddingRequest,
  llmRequest,
  moderationRequest,
  multimodalEmbeddingRequest,
  multimodalRerankRequest,
  rerankRequest,
  speechRequest,
  structuredRequest,
  transcriptionRequest,
} from './answer-models.ts';
import {
  answerApp,
  answerNode,
  answerStorage,
  answerTool,
  appNameRequest,
  appRequest,
  classifierRequest,
  extractorRequest,
  storageRequest,
  summaryRequest,
  toolRequest,
  uploadRequest,
} from './answer-others.ts';
import type { Asker, BackwardsServices } from './backwards-services.ts';
import { requirePermission } from './permissions.ts';
import { readRequest } from './read-request.ts';

export function createAnswers(
  declaration: PluginDeclaration,
  services: BackwardsServices,
): (type: RequestType, context: CallContext) => AnswerInvoke {
  return (type, context) => {
    const { workspaceId, userId, run } = context;
    const asker: Asker = { plugin: declaration.id, workspaceId, userId, run };
    return async function* answer(invoke, options) {
      if (type === 'model')
        throw new AppError('plugin_permission_denied', {
          details: { plugin: declaration.id, permission: invoke.type },
        });
      requirePermission(invoke.type, declaration);
      yield* perform(invoke, {
        declaration,
        services,
        asker,
        signal: options.signal,
        toolCredentials: context.toolCredentials ?? {},
      });
    };
  };
}

interface Performing {
  readonly declaration: PluginDeclaration;
  readonly services: BackwardsServices;
  readonly asker: Asker;
  readonly signal: AbortSignal;
  readonly toolCredentials: Readonly<Record<string, string>>;
}

async function* perform(
  { type, request }: InvokeData,
  { declaration, services, asker, signal, toolCredentials }: Performing,
): AsyncGenerator<unknown> {
  const read = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> =>
    readRequest(schema, request, { plugin: declaration.id, what: type });
  const models = services.models(asker.workspaceId);
  const options = { signal };
  switch (type) {
    case 'llm':
      return yield* answerLlm(models, read(llmRequest), options);
    case 'llm_structured_output':
      return yield* answerStructured(models, read(structuredRequest), options);
    case 'text_embedding':
      return yield await answerEmbedding(models, read(embeddingRequest), options);
    case 'multimodal_embedding':
      return yield await answerEmbedding(models, read(multimodalEmbeddingRequest), options);
    case 'rerank':
      return yield await answerRerank(models, read(rerankRequest), options);
    case 'multimodal_rerank':
      return yield await answerRerank(models, read(multimodalRerankRequest), options);
    case 'tts':
      return yield* answerSpeech(models, read(speechRequest), options);
    case 'speech2text':
      return yield await answerTranscription(models, read(transcriptionRequest), options);
    case 'moderation':
      return yield await answerModeration(models, read(moderationRequest), options);
    case 'tool':
      return yield* answerTool(services, read(toolRequest), asker, toolCredentials, options);
    case 'app':
      return yield* answerApp(services, read(appRequest), asker, options);
    case 'fetch_app':
      return yield await services.apps.describe(read(appNameRequest).app_id, asker);
    case 'node_parameter_extractor':
      return yield await answerNode(services, read(extractorRequest), asker, options);
    case 'node_question_classifier':
      return yield await answerNode(services, read(classifierRequest), asker, options);
    case 'storage':
      return yield await answerStorage(services.storage, read(storageRequest), asker, declaration);
    case 'upload_file': {
      const { filename, mimetype } = read(uploadRequest);
      const file = { filename, mediaType: mimetype || 'application/octet-stream' };
      return yield { url: await services.uploads.address(file, asker) };
    }
    case 'system_summary':
      return yield { summary: await services.summarise(read(summaryRequest), asker, options) };
    default:
      // `requirePermission` knows every type.
      throw new AppError('plugin_request_invalid', {
        details: { plugin: declaration.id, what: type, reason: 'there is no such call' },
      });
  }
}
