import type { NodeKind } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { answerConfig, type AnswerConfig } from './config.ts';
import { answerManifest } from './manifest.ts';
import { runAnswer } from './run.ts';

export const answer: NodeKind<AnswerConfig> = {
  type: 'answer',
  traits: { response: true },
  manifest: answerManifest,
  parse: (source) => parseFields(answerConfig, source),
  references: ({ segments }) =>
    segments.flatMap((segment) => (segment.type === 'reference' ? [segment.selector] : [])),
  outputs: () => ({ answer: 'string', files: 'array[file]' }),
  response: ({ segments }) => segments,
  run: runAnswer,
};
