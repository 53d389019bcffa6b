import {
  filesInValue,
  type ChatRequest,
  type FileValue,
  type ModelFacts,
  type NodeContext,
} from '@outpost/contracts';
import { createSeparatingWriter } from './answer-writer.ts';
import { promptTrace, traceAnswer, type AttemptTrace } from './attempt-trace.ts';
import { readParameters } from './completion-parameters.ts';
import { finishMessages } from './finish-messages.ts';
import type { MemoryField, ModelField, VisionField } from './model-fields.ts';
import { readHistory, textFromHistory } from './prompt-history.ts';
import type { PromptMessage } from './prompt-message.ts';
import { readAnswer, type Answer } from './read-answer.ts';

/** A small job for a model with one answer that nobody reads but the node. */
export interface Task {
  readonly instructions: string;
  /** What an answer looks like; small models follow examples better than rules. */
  readonly examples: readonly { readonly input: string; readonly output: string }[];
  readonly input: string;
  readonly extras: Pick<ChatRequest, 'tools' | 'toolChoice' | 'responseFormat'>;
}

/** The settings that tasks have in common. */
export interface TaskFields {
  readonly model: ModelField;
  readonly memory: MemoryField | null;
  readonly vision: VisionField | null;
}

/** Puts a task to a model; thinking is taken out of the answer. Throws what the model throws. */
export async function askTask(
  context: NodeContext,
  fields: TaskFields,
  trace: AttemptTrace,
  createTask: (facts: ModelFacts) => Task,
): Promise<Answer> {
  const { ports, variables } = context;
  const { provider, name } = fields.model;
  const model = await ports.models.chat({ provider, name });
  const task = createTask(model.facts);

  const scope = { variables, contextText: '', read: trace.inputs };
  const { parameters, stop } = readParameters(fields.model, scope);
  const files = fields.vision ? filesInValue(variables.get(fields.vision.selector)) : [];
  if (files.length > 0) trace.inputs['#files#'] = files;

  const said = [task.instructions, task.input, ...task.examples.map(({ output }) => output)];
  const turns = await readHistory(fields.memory, model.facts, parameters, said, context);
  const drafts = draftMessages(task, textFromHistory(turns, speakers), files, fields.model.mode);
  const detail = fields.vision?.detail ?? 'high';
  const messages = await finishMessages(drafts, model.facts, detail, context);
  trace.processData['prompts'] = promptTrace(messages);

  const request = { messages, parameters, ...(stop.length > 0 ? { stop } : {}), ...task.extras };
  const writer = createSeparatingWriter({ text: () => {}, reasoning: () => {} });
  const answer = await readAnswer(model, request, writer, context);
  traceAnswer(trace, answer);
  return answer;
}

function draftMessages(
  { instructions, examples, input }: Task,
  history: string,
  files: readonly FileValue[],
  mode: 'chat' | 'completion',
): readonly PromptMessage[] {
  // An empty message would vanish, and the prompt would end with an example.
  const asked = input === '' ? '(no text)' : input;
  const system = history === '' ? instructions : `${instructions}\n\nEarlier talk:\n${history}`;
  if (mode === 'completion') {
    const shown = examples.map((example) => `Input: ${example.input}\nOutput: ${example.output}`);
    const text = [system, ...shown, `Input: ${asked}\nOutput:`].join('\n\n');
    return [{ role: 'user', text, files }];
  }
  return [
    { role: 'system', text: system, files: [] },
    ...examples.flatMap((example): readonly PromptMessage[] => [
      { role: 'user', text: example.input, files: [] },
      { role: 'assistant', text: example.output, files: [] },
    ]),
    { role: 'user', text: asked, files },
  ];
}

const speakers = { user: 'User', assistant: 'Assistant' };
