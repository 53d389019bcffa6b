import {
  filesInValue,
  usageRecord,
  type ChatMessage,
  type ChatRequest,
  type NodeContext,
  type NodeResult,
} from '@outpost/contracts';
import {
  createSeparatingWriter,
  createTaggedWriter,
  type AnswerWriter,
} from '../prompt/answer-writer.ts';
import {
  failureOf,
  finishReasonName,
  promptTrace,
  startTrace,
  traceAnswer,
  type AttemptTrace,
} from '../prompt/attempt-trace.ts';
import { buildChatPrompt, type PromptParts } from '../prompt/chat-prompt.ts';
import { readParameters, type CompletionParameters } from '../prompt/completion-parameters.ts';
import { buildCompletionPrompt } from '../prompt/completion-prompt.ts';
import { finishMessages } from '../prompt/finish-messages.ts';
import { noContext, readPromptContext } from '../prompt/prompt-context.ts';
import type { PromptMessage } from '../prompt/prompt-message.ts';
import type { PromptScope } from '../prompt/prompt-text.ts';
import { readAnswer } from '../prompt/read-answer.ts';
import type { LlmConfig } from './config.ts';
import { readStructuredOutput, requestSchema, withInstruction } from './structured-output.ts';

/** Asks a model and streams its answer as `text`. */
export async function runLlm(context: NodeContext, config: LlmConfig): Promise<NodeResult> {
  const trace = startTrace(config.model, modeOf(config));
  try {
    return await askModel(context, config, trace);
  } catch (error) {
    throw failureOf(error, context, trace);
  }
}

async function askModel(
  context: NodeContext,
  config: LlmConfig,
  trace: AttemptTrace,
): Promise<NodeResult> {
  const { variables, ports } = context;
  const { provider, name } = config.model;
  const model = await ports.models.chat({ provider, name });

  const retrieved = config.contextSelector
    ? readPromptContext(variables.get(config.contextSelector), context.title)
    : noContext;
  if (config.contextSelector) trace.inputs['#context#'] = retrieved.text;
  if (retrieved.citations.length > 0) trace.metadata['retriever_resources'] = retrieved.citations;
  const seen = config.vision ? filesInValue(variables.get(config.vision.selector)) : [];
  if (seen.length > 0) trace.inputs['#files#'] = seen;

  const scope: PromptScope = { variables, contextText: retrieved.text, read: trace.inputs };
  const asked = readParameters(config.model, scope);
  const schema = config.outputSchema ? requestSchema(config.outputSchema, model.facts) : null;
  const drafts = await buildPrompt(config.prompt, {
    scope,
    facts: model.facts,
    parameters: asked.parameters,
    memory: config.memory,
    jinjaVariables: config.jinjaVariables,
    files: config.vision ? [...seen, ...retrieved.files] : [],
    context,
  });
  const messages = await finishMessages(
    schema?.instruction ? withInstruction(drafts, schema.instruction, modeOf(config)) : drafts,
    model.facts,
    config.vision?.detail ?? 'high',
    context,
  );
  trace.processData['prompts'] = promptTrace(messages);

  const responseFormat = schema ? schema.responseFormat : asked.responseFormat;
  const request = createRequest(messages, { ...asked, responseFormat }, config);
  const answer = await readAnswer(model, request, createWriter(config, context), context);
  traceAnswer(trace, answer);

  return {
    ...trace,
    outputs: {
      text: answer.text,
      reasoning_content: answer.reasoning,
      usage: usageRecord(answer.usage),
      finish_reason: finishReasonName(answer.finishReason),
      files: answer.files,
      ...(config.outputSchema
        ? { structured_output: readStructuredOutput(answer.text, config.outputSchema, name) }
        : {}),
    },
  };
}

function createRequest(
  messages: readonly ChatMessage[],
  { parameters, stop, responseFormat }: CompletionParameters,
  { firstTokenTimeoutMs }: LlmConfig,
): ChatRequest {
  return {
    messages,
    parameters,
    ...(stop.length > 0 ? { stop } : {}),
    ...(responseFormat ? { responseFormat } : {}),
    ...(firstTokenTimeoutMs === null ? {} : { firstTokenTimeoutMs }),
  };
}

function buildPrompt(
  prompt: LlmConfig['prompt'],
  parts: PromptParts,
): Promise<readonly PromptMessage[]> {
  return Array.isArray(prompt)
    ? buildChatPrompt(prompt, parts)
    : buildCompletionPrompt(prompt, parts);
}

/** The shape of the prompt decides: files exist whose model says otherwise. */
function modeOf({ prompt }: LlmConfig): 'chat' | 'completion' {
  return Array.isArray(prompt) ? 'chat' : 'completion';
}

function createWriter({ reasoningFormat }: LlmConfig, context: NodeContext): AnswerWriter {
  const create = reasoningFormat === 'separated' ? createSeparatingWriter : createTaggedWriter;
  return create({
    text: (piece) => context.stream('text', piece),
    reasoning: (piece) => context.reason(piece),
  });
}
