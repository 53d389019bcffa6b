import type { ModelClient } from '../client.ts';
import { openaiSpeech, openaiTranscribe } from './audio.ts';
import { openaiChat } from './chat.ts';
import { openaiEmbeddings } from './embeddings.ts';
import { openaiModels } from './list-models.ts';
import { openaiModeration } from './moderation.ts';
import type { OpenaiServer } from './openai-server.ts';
import { openaiRerank } from './rerank.ts';

/** Everything a server of the OpenAI family may offer; which of it does is in its provider's kinds. */
export function createOpenaiClient(server: OpenaiServer): Required<ModelClient> {
  return {
    chat: (request, context) => openaiChat(server, request, context),
    embed: (texts, context) => openaiEmbeddings(server, texts, context),
    rerank: (request, context) => openaiRerank(server, request, context),
    transcribe: (audio, context) => openaiTranscribe(server, audio, context),
    speak: (request, context) => openaiSpeech(server, request, context),
    moderate: (text, context) => openaiModeration(server, text, context),
    listModels: (context) => openaiModels(server, context),
  };
}
