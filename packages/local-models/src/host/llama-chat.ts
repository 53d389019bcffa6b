import { randomUUID } from 'node:crypto';
import { messageOf, type ChatRequest } from '@outpost/contracts';
import { createAnswerSplitter, type AnswerSplitter } from './answer-splitter.ts';
import { chatPrompt } from './chat-prompt.ts';
import { HostError } from './host-error.ts';
import type {
  EvaluateOptions,
  LlamaContext,
  LlamaGrammar,
  LlamaLibrary,
  LlamaModel,
  LlamaSequence,
  Token,
} from './llama-library.ts';
import type { ChatEnd, LoadedModel } from './loaded-model.ts';
import { readSampling, type Sampling } from './sampling.ts';
import { createTokenText } from './token-text.ts';
import { forcedCall, type ForcedCall } from './forced-call.ts';

type Chat = NonNullable<LoadedModel['chat']>;

/** Lets a model talk within a context. One conversation at a time. */
export function createLlamaChat(
  library: LlamaLibrary,
  model: LlamaModel,
  context: LlamaContext,
): Chat {
  const sequence = context.getSequence();
  const given = model.fileInfo.metadata.tokenizer?.chat_template;
  const template = typeof given === 'string' && given !== '' ? given : null;
  return async (request, { signal, onPart }) => {
    const sampling = readSampling(request);
    const forced = forcedCall(request);
    const prompt = promptTokens(model, { template, request, sampling, forced });
    if (prompt.length >= context.contextSize)
      throw new HostError(
        'context',
        `the prompt has ${prompt.length} tokens, ${context.contextSize} are the most for prompt and answer together.`,
      );
    const room = context.contextSize - prompt.length;
    const fresh = await prepareSequence(sequence, prompt, sampling);
    const answered: Token[] = [];
    const options = await evaluateOptions(library, model, { request, sampling, forced, answered });
    const splitter = createAnswerSplitter({
      stop: sampling.stop,
      tools: (request.tools?.length ?? 0) > 0,
      trimEnd: request.responseFormat !== undefined,
      newId: () => `call_${randomUUID()}`,
      onPart,
    });
    if (forced) splitter.push(forced.opening);
    const reason = await writeAnswer(model, sequence.evaluate(fresh, options), {
      splitter,
      answered,
      maxTokens: Math.min(sampling.maxTokens ?? room, room),
      signal,
    });
    splitter.end();
    return {
      reason: splitter.toolCalls > 0 ? 'tool-calls' : reason,
      promptTokens: prompt.length,
      completionTokens: answered.length,
    };
  };
}

async function writeAnswer(
  model: LlamaModel,
  tokens: AsyncGenerator<Token, void>,
  {
    splitter,
    answered,
    maxTokens,
    signal,
  }: {
    readonly splitter: AnswerSplitter;
    readonly answered: Token[];
    readonly maxTokens: number;
    readonly signal: AbortSignal;
  },
): Promise<ChatEnd['reason']> {
  const text = createTokenText(model);
  for await (const token of tokens) {
    if (signal.aborted) return 'other';
    answered.push(token);
    if (splitter.push(text.push(token))) return 'stop';
    if (answered.length >= maxTokens) {
      splitter.push(text.end());
      return 'length';
    }
  }
  splitter.push(text.end());
  return 'stop';
}

function promptTokens(
  model: LlamaModel,
  {
    template,
    request,
    sampling,
    forced,
  }: {
    readonly template: string | null;
    readonly request: ChatRequest;
    readonly sampling: Sampling;
    readonly forced: ForcedCall | null;
  },
): Token[] {
  const text = chatPrompt(request, {
    template,
    bosToken: model.tokens.bosString ?? '',
    eosToken: model.tokens.eosString ?? '',
    thinking: sampling.thinking,
  });
  const tokens = model.tokenize(`${text}${forced?.opening ?? ''}`, true);
  const { bos, shouldPrependBosToken } = model.tokens;
  // Most templates write the beginning mark themselves; two of them spoil the answer.
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
}

/**
 * Makes the context ready and gives the tokens that are still to be read. What the last prompt had
 * in common with this one is kept, except where an answer must come out the same each time: reading
 * in other portions rounds otherwise.
 */
async function prepareSequence(
  sequence: LlamaSequence,
  prompt: Token[],
  { temperature, seed }: Sampling,
): Promise<Token[]> {
  if (temperature === 0 || seed !== null) {
    await sequence.clearHistory();
    return prompt;
  }
  // The last token is always read again: its result is the first choice of the answer.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  return prompt.slice(sequence.nextTokenIndex);
}

async function evaluateOptions(
  library: LlamaLibrary,
  model: LlamaModel,
  {
    request,
    sampling,
    forced,
    answered,
  }: {
    readonly request: ChatRequest;
    readonly sampling: Sampling;
    readonly forced: ForcedCall | null;
    readonly answered: readonly Token[];
  },
): Promise<EvaluateOptions> {
  const grammar = await grammarFor(library, request, forced);
  const { repeatPenalty, frequencyPenalty, presencePenalty } = sampling;
  return {
    temperature: sampling.temperature,
    topK: Math.max(0, sampling.topK),
    topP: sampling.topP,
    minP: sampling.minP,
    ...(sampling.seed === null ? {} : { seed: Math.abs(sampling.seed) % 2 ** 32 }),
    ...(grammar ? { grammarEvaluationState: library.createGrammarState(model, grammar) } : {}),
    repeatPenalty: {
      punishTokens: () => answered.slice(-64),
      // Brackets and quotes of JSON must be allowed to repeat.
      penalty: grammar ? 1 : repeatPenalty,
      frequencyPenalty,
      presencePenalty,
    },
  };
}

async function grammarFor(
  { llama }: LlamaLibrary,
  { responseFormat }: ChatRequest,
  forced: ForcedCall | null,
): Promise<LlamaGrammar | null> {
  try {
    if (forced) return await llama.createGrammarForJsonSchema(forced.schema);
    if (responseFormat?.type === 'json') return await llama.getGrammarFor('json');
    if (responseFormat?.type === 'schema')
      return await llama.createGrammarForJsonSchema(responseFormat.schema);
    return null;
  } catch (error) {
    throw new HostError('request', `the JSON schema cannot be followed: ${messageOf(error)}`);
  }
}
