// Written by scripts/generate-node-kinds.ts; run it after adding or removing a kind.
import type { NodeKind } from '@outpost/contracts';
import { agent } from '../agent/index.ts';
import { answer } from '../answer/index.ts';
import { assigner } from '../assigner/index.ts';
import { code } from '../code/index.ts';
import { datasource } from '../datasource/index.ts';
import { documentExtractor } from '../document-extractor/index.ts';
import { end } from '../end/index.ts';
import { httpRequest } from '../http-request/index.ts';
import { humanInput } from '../human-input/index.ts';
import { ifElse } from '../if-else/index.ts';
import { iteration } from '../iteration/index.ts';
import { iterationStart } from '../iteration-start/index.ts';
import { knowledgeIndex } from '../knowledge-index/index.ts';
import { knowledgeRetrieval } from '../knowledge-retrieval/index.ts';
import { listOperator } from '../list-operator/index.ts';
import { llm } from '../llm/index.ts';
import { loop } from '../loop/index.ts';
import { loopEnd } from '../loop-end/index.ts';
import { loopStart } from '../loop-start/index.ts';
import { note } from '../note/index.ts';
import { parameterExtractor } from '../parameter-extractor/index.ts';
import { questionClassifier } from '../question-classifier/index.ts';
import { start } from '../start/index.ts';
import { templateTransform } from '../template-transform/index.ts';
import { tool } from '../tool/index.ts';
import { triggerPlugin } from '../trigger-plugin/index.ts';
import { triggerSchedule } from '../trigger-schedule/index.ts';
import { triggerWebhook } from '../trigger-webhook/index.ts';
import { variableAggregator } from '../variable-aggregator/index.ts';
import { variableAssigner } from '../variable-assigner/index.ts';

/** Every built-in kind, by the order of its name. */
export const nodeKinds: readonly NodeKind[] = [
  agent,
  answer,
  assigner,
  code,
  datasource,
  documentExtractor,
  end,
  httpRequest,
  humanInput,
  ifElse,
  iteration,
  iterationStart,
  knowledgeIndex,
  knowledgeRetrieval,
  listOperator,
  llm,
  loop,
  loopEnd,
  loopStart,
  note,
  parameterExtractor,
  questionClassifier,
  start,
  templateTransform,
  tool,
  triggerPlugin,
  triggerSchedule,
  triggerWebhook,
  variableAggregator,
  variableAssigner,
];
