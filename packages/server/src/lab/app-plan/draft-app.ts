/**
 * An app from a description: a model writes a plan, pure code makes a graph of it, and the graph is
 * checked. A plan with faults goes back once; when there is none that can be used, the simplest app
 * that fits the description is given, and that is said.
 */
import type {
  AppDocument,
  ChatMessage,
  ChatModel,
  Language,
  ModelRef,
  NodeKind,
  PromptEvent,
  Words,
} from '@outpost/contracts';
import { checkDocument } from '@outpost/dsl';
import { checkGraph } from '@outpost/engine';
import { findJson } from '../judge/find-json.ts';
import { streamText } from '../prompts/stream-text.ts';
import { defaultPlan, modeFor } from './default-plan.ts';
import { documentFromPlan, type DocumentFromPlan } from './document-from-plan.ts';
import { planTask, repairTask } from './plan-task.ts';
import { readPlan, type Plan } from './plan.ts';

export interface DraftRequest {
  readonly description: string;
  readonly mode?: 'workflow' | 'advanced-chat' | undefined;
  readonly language: Language;
}

export interface DraftTools {
  readonly model: ChatModel;
  /** What the app's own steps call. */
  readonly modelRef: ModelRef;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly signal: AbortSignal;
  readonly tell: (event: PromptEvent) => void;
}

/** Resolves when the last event was told; rejects with what the model throws. */
export async function draftApp(request: DraftRequest, tools: DraftTools): Promise<void> {
  const { tell } = tools;
  const conversation: readonly ChatMessage[] = [
    { role: 'system', text: planTask(request.language, request.mode) },
    { role: 'user', content: [{ type: 'text', text: request.description }] },
  ];
  tell({ type: 'progress', step: 'asking' });
  const first = await attempt(conversation, request, tools);
  if (first.built && first.faults.length === 0) return tellApp(tell, first.built, 'model', null);

  const second = first.isWhole ? await repaired(first, conversation, request, tools) : null;
  const best = [second, first].find((one) => one?.built && one.isRunnable);
  if (best?.built)
    return tellApp(tell, best.built, 'repaired', best.faults.length > 0 ? words.bent : null);
  const mode = request.mode ?? modeFor(request.description);
  const plan = defaultPlan(request.description, mode, request.language);
  const built = build(plan, mode, request, tools);
  return tellApp(tell, built, 'default', words.useless);
}

async function repaired(
  { said, faults }: Attempt,
  conversation: readonly ChatMessage[],
  request: DraftRequest,
  tools: DraftTools,
): Promise<Attempt> {
  tools.tell({ type: 'progress', step: 'repairing' });
  const messages: readonly ChatMessage[] = [
    ...conversation,
    { role: 'assistant', text: said },
    { role: 'user', content: [{ type: 'text', text: repairTask(faults) }] },
  ];
  return attempt(messages, request, tools);
}

interface Attempt {
  readonly said: string;
  /** False for a model that had to be stopped: it will not do better the second time. */
  readonly isWhole: boolean;
  readonly built: DocumentFromPlan | null;
  /** The graph has no error. */
  readonly isRunnable: boolean;
  /** In English, for the model. */
  readonly faults: readonly string[];
}

async function attempt(
  messages: readonly ChatMessage[],
  request: DraftRequest,
  tools: DraftTools,
): Promise<Attempt> {
  const { text: said, isWhole } = await streamText(tools.model, messages, {
    signal: tools.signal,
    wantsJson: true,
    onText: (text) => tools.tell({ type: 'text-delta', text }),
  });
  tools.tell({ type: 'progress', step: 'building' });
  const plan = readPlan(findJson(said));
  if (!plan) return { said, isWhole, built: null, isRunnable: false, faults: [notJson] };
  const mode = request.mode ?? (/chat|对话|聊天/i.test(plan.type) ? 'advanced-chat' : 'workflow');
  const built = build(plan, mode, request, tools);
  const errors = errorsIn(built.document, tools.kinds);
  return {
    said,
    isWhole,
    built,
    isRunnable: errors.length === 0 && doesSomething(built.document),
    faults: doesSomething(built.document)
      ? [...built.problems, ...errors]
      : [...built.problems, ...errors, 'No step of it asks a model or does anything else.'],
  };
}

function build(
  plan: Plan,
  mode: 'workflow' | 'advanced-chat',
  { language }: DraftRequest,
  { modelRef }: DraftTools,
): DocumentFromPlan {
  return documentFromPlan(plan, { mode, model: modelRef, language });
}

function errorsIn(document: AppDocument, kinds: ReadonlyMap<string, NodeKind>): readonly string[] {
  return checkDocument(document, { kinds, checkGraph }).flatMap(({ severity, nodeId, message }) =>
    severity === 'error' ? [`Step "${nodeId ?? ''}": ${message.en}`] : [],
  );
}

const notJson = 'It is not one JSON object with "steps".';

/** More than a beginning and an end. */
function doesSomething({ graph }: AppDocument): boolean {
  return graph.nodes.some(({ kind }) => kind !== 'start' && kind !== 'end' && kind !== 'answer');
}

function tellApp(
  tell: DraftTools['tell'],
  { document }: DocumentFromPlan,
  source: 'model' | 'repaired' | 'default',
  notice: Words | null,
): void {
  tell({ type: 'app', document, source, notice });
}

const words = {
  bent: {
    en: 'The model’s plan had faults that were left out. Look it over before you use it.',
    zh: '模型的方案有一些错误，已略去。使用前请检查。',
  },
  useless: {
    en: 'The model’s plan could not be used, so here is a simple app with your description as its instruction. A stronger model drafts more.',
    zh: '模型的方案无法使用，因此给出一个以你的描述为指令的简单应用。更强的模型能生成更完整的流程。',
  },
} as const satisfies Record<string, Words>;
