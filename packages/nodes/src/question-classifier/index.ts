import { selectorsInTemplate, type NodeKind } from '@outpost/contracts';
import { selectorsInParameters } from '../prompt/completion-parameters.ts';
import { parseFields } from '../fields/parse-fields.ts';
import { questionClassifierConfig, type QuestionClassifierConfig } from './config.ts';
import { questionClassifierManifest } from './manifest.ts';
import { runQuestionClassifier } from './run.ts';

export const questionClassifier: NodeKind<QuestionClassifierConfig> = {
  type: 'question-classifier',
  traits: { branch: true, strategies: true },
  manifest: questionClassifierManifest,
  parse: (source) => parseFields(questionClassifierConfig, source),
  references: (config) => [
    ...(config.query_variable_selector ? [config.query_variable_selector] : []),
    ...config.classes.flatMap(({ name }) => selectorsInTemplate(name)),
    ...selectorsInTemplate(config.instruction),
    ...(config.vision ? [config.vision.selector] : []),
    ...selectorsInParameters(config.model),
  ],
  outputs: () => ({
    class_name: 'string',
    class_label: 'string',
    class_id: 'string',
    usage: 'object',
  }),
  handles: ({ classes }) => classes.map(({ id }) => id),
  run: runQuestionClassifier,
};
