// Written by scripts/generate-node-kinds.ts; run it after adding or removing a kind.
import type { NodeKind } from '@outpost/contracts';
import { answer } from '../answer/index.ts';
import { end } from '../end/index.ts';
import { llm } from '../llm/index.ts';
import { parameterExtractor } from '../parameter-extractor/index.ts';
import { questionClassifier } from '../question-classifier/index.ts';
import { start } from '../start/index.ts';

/** Every built-in kind, by the order of its name. */
export const nodeKinds: readonly NodeKind[] = [
  answer,
  end,
  llm,
  parameterExtractor,
  questionClassifier,
  start,
];
