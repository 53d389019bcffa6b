import type { ChatMessage, ChatModel, ChatRequest } from '@outpost/contracts';

export interface StreamTextOptions {
  readonly signal: AbortSignal;
  /** Asks for JSON where the model can be held to it. */
  readonly wantsJson?: boolean;
  readonly onText: (text: string) => void;
}

/** Time for one answer. */
const answerMs = 180_000;
/** A model that never stops is stopped here. */
const charactersMax = 60_000;

/** The whole answer, told piece by piece as it comes; without what a model thinks aloud. */
export async function streamText(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { signal, wantsJson = false, onText }: StreamTextOptions,
): Promise<string> {
  const { features, outputTokensMax } = model.facts;
  const holdsJson = wantsJson && (features.has('json-mode') || features.has('structured-output'));
  const request: ChatRequest = {
    messages,
    parameters: { temperature: 0.3, max_tokens: Math.min(outputTokensMax ?? 4000, 4000) },
    ...(holdsJson ? { responseFormat: { type: 'json' } } : {}),
  };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
  const pieces: string[] = [];
  let length = 0;
  for await (const chunk of model.stream(request, { signal: limited })) {
    if (chunk.type !== 'text') continue;
    pieces.push(chunk.text);
    onText(chunk.text);
    length += chunk.text.length;
    if (length > charactersMax) break;
  }
  return pieces.join('').replaceAll(/<think>[\s\S]*?<\/think>/g, '');
}
