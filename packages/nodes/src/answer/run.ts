import {
  filesInValue,
  markdownFromValue,
  type FileValue,
  type NodeContext,
  type NodeResult,
} from '@outpost/contracts';
import type { AnswerConfig } from './config.ts';

/** The whole answer as markdown, and every file it mentions, in order. */
export function runAnswer({ variables }: NodeContext, { segments }: AnswerConfig): NodeResult {
  const files: FileValue[] = [];
  const texts = segments.map((segment) => {
    if (segment.type === 'text') return segment.text;
    const value = variables.get(segment.selector);
    if (value === undefined) return segment.source;
    files.push(...filesInValue(value));
    return markdownFromValue(value);
  });
  return { outputs: { answer: texts.join(''), files } };
}
