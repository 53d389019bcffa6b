import {
  AppError,
  markdownFromValue,
  type ChatModel,
  type ChatRequest,
  type FileValue,
  type FinishReason,
  type ModelRef,
  type NodeContext,
  type ToolCall,
  type Usage,
} from '@outpost/contracts';
import type { AnswerWriter } from './answer-writer.ts';

/** All that a model answered. */
export interface Answer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  /** Media the model made; kept, and shown in the text. */
  readonly files: readonly FileValue[];
  readonly finishReason: FinishReason;
  readonly usage: Usage;
  /** Who answered. */
  readonly model: ModelRef;
}

/**
 * Asks a model and passes its answer on to a writer, piece by piece. A piece costs no promise of
 * its own beyond the iteration. Throws the model's errors, and `model_call_failed` for an answer
 * that breaks off or never ends.
 */
export async function readAnswer(
  model: ChatModel,
  request: ChatRequest,
  writer: AnswerWriter,
  { ports, signal }: NodeContext,
): Promise<Answer> {
  const toolCalls: ToolCall[] = [];
  const files: FileValue[] = [];
  let characters = 0;
  for await (const chunk of model.stream(request, { signal })) {
    switch (chunk.type) {
      case 'text':
        characters += chunk.text.length;
        writer.text(chunk.text);
        break;
      case 'reasoning':
        characters += chunk.text.length;
        writer.reasoning(chunk.text);
        break;
      case 'tool-call':
        characters += chunk.call.arguments.length;
        toolCalls.push(chunk.call);
        break;
      case 'file': {
        if (files.length === filesMax)
          throw callFailed(model, `it made more than ${filesMax} files`);
        const { mediaType, bytes } = chunk;
        const filename = `generated-${files.length + 1}${extensionOf(mediaType)}`;
        const file = await ports.files.save({ filename, mediaType, bytes });
        files.push(file);
        writer.media(markdownFromValue(file));
        break;
      }
      case 'finish': {
        const { reason, usage, model: answerer } = chunk;
        return { ...writer.end(), toolCalls, files, finishReason: reason, usage, model: answerer };
      }
      default:
        chunk satisfies never;
    }
    if (characters > charactersMax)
      throw callFailed(model, `the answer is longer than ${charactersMax} characters`);
  }
  throw callFailed(model, 'the answer broke off before its end');
}

function callFailed(model: ChatModel, reason: string): AppError {
  return new AppError('model_call_failed', { details: { model: model.facts.ref.name, reason } });
}

function extensionOf(mediaType: string): string {
  const subtype = /^[a-z]+\/(?:x-)?([a-z0-9]+)/i.exec(mediaType)?.[1]?.toLowerCase();
  return subtype ? `.${usualExtensions[subtype] ?? subtype}` : '';
}

const usualExtensions: Readonly<Record<string, string>> = { jpeg: 'jpg', mpeg: 'mp3', svg: 'svg' };
const filesMax = 64;
const charactersMax = 8_000_000;
