import { AppError, type ChatMessage, type ChatModel, type ChatRequest } from '@outpost/contracts';

export interface StreamTextOptions {
  readonly signal: AbortSignal;
  /** Asks for JSON where the model can be held to it. */
  readonly wantsJson?: boolean;
  readonly onText: (text: string) => void;
}

export interface StreamedText {
  readonly text: string;
  /** False when the model was stopped. */
  readonly isWhole: boolean;
}

/** Time for one answer. */
const answerMs = 120_000;
/** A model that never stops is stopped here. */
const charactersMax = 60_000;

/**
 * The answer, told piece by piece as it comes; without what a model thinks aloud. A model that runs
 * out of time or says the same over and over is stopped: what it said until then is the answer, and
 * whoever reads it finds out whether it is of use. Throws what the model throws, and
 * `prompt_model_slow` when it said nothing in time.
 */
export async function streamText(
  model: ChatModel,
  messages: readonly ChatMessage[],
  { signal, wantsJson = false, onText }: StreamTextOptions,
): Promise<StreamedText> {
  const { features, outputTokensMax } = model.facts;
  const holdsJson = wantsJson && (features.has('json-mode') || features.has('structured-output'));
  const request: ChatRequest = {
    messages,
    parameters: { temperature: 0.3, max_tokens: Math.min(outputTokensMax ?? 4000, 4000) },
    ...(holdsJson ? { responseFormat: { type: 'json' } } : {}),
  };
  const late = AbortSignal.timeout(answerMs);
  let said = '';
  let isWhole = true;
  try {
    for await (const chunk of model.stream(request, { signal: AbortSignal.any([signal, late]) })) {
      if (chunk.type !== 'text') continue;
      said += chunk.text;
      onText(chunk.text);
      isWhole = said.length <= charactersMax && !runsInCircles(said, wantsJson ? json : prose);
      if (!isWhole) break;
    }
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
    const { provider, name } = model.facts.ref;
    isWhole = false;
    if (said.trim() === '')
      throw new AppError('prompt_model_slow', { details: { model: `${provider}/${name}` } });
  }
  return { text: said.replaceAll(/<think>[\s\S]*?<\/think>/g, ''), isWhole };
}

interface Circle {
  readonly endLength: number;
  readonly searchedLength: number;
  /** As often may the end stand in what was searched. */
  readonly repeatsMax: number;
}

const prose: Circle = { endLength: 24, searchedLength: 600, repeatsMax: 5 };
/** Lists of objects repeat their keys. */
const json: Circle = { endLength: 60, searchedLength: 1200, repeatsMax: 6 };

/** Whether the end of a text stands in what came shortly before it again and again. */
function runsInCircles(text: string, { endLength, searchedLength, repeatsMax }: Circle): boolean {
  if (text.length < searchedLength) return false;
  const end = text.slice(-endLength);
  return text.slice(-searchedLength).split(end).length - 1 > repeatsMax;
}
