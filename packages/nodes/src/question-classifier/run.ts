import {
  AppError,
  textFromValue,
  usageRecord,
  type ModelFacts,
  type NodeContext,
  type NodeResult,
} from '@outpost/contracts';
import { askTask, type Task } from '../prompt/ask-task.ts';
import { failureOf, startTrace } from '../prompt/attempt-trace.ts';
import { chooseClass, type NamedClass } from './choose-class.ts';
import type { QuestionClassifierConfig } from './config.ts';

/** Lets a model choose a class; the class's id is the way out. A reply that helps nobody means the first. */
export async function runQuestionClassifier(
  context: NodeContext,
  config: QuestionClassifierConfig,
): Promise<NodeResult> {
  const { variables } = context;
  const trace = startTrace(config.model, config.model.mode);
  try {
    const classes = config.classes.map(({ id, name }) => ({ id, name: variables.render(name) }));
    const [first] = classes;
    if (!first) throw new AppError('classes_missing', { details: { node: context.title } });
    const query = config.query_variable_selector
      ? textFromValue(variables.get(config.query_variable_selector) ?? null)
      : '';
    trace.inputs['query'] = query;
    const instruction = variables.render(config.instruction);

    const answer = await askTask(context, config, trace, (facts) =>
      createTask(query, classes, instruction, facts),
    );

    const chosen = chooseClass(answer.text, classes) ?? first;
    const index = classes.indexOf(chosen);
    return {
      ...trace,
      handle: chosen.id,
      outputs: {
        class_name: chosen.name,
        class_label: config.classes[index]?.label || `CLASS ${index + 1}`,
        class_id: chosen.id,
        usage: usageRecord(answer.usage),
      },
    };
  } catch (error) {
    throw failureOf(error, context, trace);
  }
}

function createTask(
  query: string,
  classes: readonly NamedClass[],
  instruction: string,
  { features }: ModelFacts,
): Task {
  const listed = classes.map((one) => replyFor(one)).join('\n');
  const rules = instruction === '' ? '' : `\nHow to choose:\n${instruction}\n`;
  return {
    instructions: `Choose the category that fits the user's text best. The text may be in any language.

Categories:
${listed}
${rules}
Reply with the JSON of one category, copied exactly. No other words.`,
    examples: classes
      .filter(({ name }) => name !== '' && name.length <= exampleCharactersMax)
      .slice(0, examplesMax)
      .map((one) => ({ input: one.name, output: replyFor(one) })),
    input: query,
    extras: features.has('structured-output')
      ? { responseFormat: { type: 'schema', name: 'category', schema: replySchema(classes) } }
      : features.has('json-mode')
        ? { responseFormat: { type: 'json' } }
        : {},
  };
}

function replyFor({ id, name }: NamedClass): string {
  return JSON.stringify({ category_id: id, category_name: name });
}

function replySchema(classes: readonly NamedClass[]): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: {
      category_id: { type: 'string', enum: classes.map(({ id }) => id) },
      category_name: { type: 'string', enum: [...new Set(classes.map(({ name }) => name))] },
    },
    required: ['category_id', 'category_name'],
    additionalProperties: false,
  };
}

const examplesMax = 2;
/** A longer name is a description, and no text that a visitor could have written. */
const exampleCharactersMax = 100;
