import {
  isGraphMode,
  usageRecord,
  type AppMode,
  type RunEnd,
  type Value,
  type Values,
} from '@outpost/contracts';
import type { Frame, RunShape } from './frame-shape.ts';
import { wireErrorOfCode } from './wire-errors.ts';

function textFrame(
  { facts, envelope }: RunShape,
  text: string,
  selector: readonly string[],
): Frame {
  if (!facts.message)
    return { event: 'text_chunk', ...envelope, data: { text, from_variable_selector: selector } };
  // Readers of one answer get the same message id twice, because clients differ in which one they read.
  const { workflow_run_id: _, ...own } = envelope;
  return {
    event: 'message',
    ...own,
    id: facts.message.id,
    answer: text,
    from_variable_selector: isGraphMode(facts.mode) ? selector : null,
  };
}

/**
 * Text frames as JSON. Almost all frames of a run are text frames, and those of one source differ in
 * their text only: what stands around it is written once.
 */
export function createTextJson(
  shape: RunShape,
): (text: string, selector: readonly string[]) => string {
  let around = { selector: [] as readonly string[], head: '', tail: '' };
  return (text, selector) => {
    if (around.selector !== selector) {
      const [head = '', tail = ''] = JSON.stringify(textFrame(shape, gap, selector)).split(gap);
      around = { selector, head: head.slice(0, -1), tail: tail.slice(1) };
    }
    return around.head + JSON.stringify(text) + around.tail;
  };
}

/** Where the text goes; stands nowhere else. */
const gap = crypto.randomUUID();

export function replaceFrame({ facts, envelope }: RunShape, text: string, reason: string): Frame {
  if (!facts.message) return { event: 'text_replace', ...envelope, data: { text } };
  return { event: 'message_replace', ...envelope, answer: text, reason };
}

export function reasoningFrame(
  { facts, envelope }: RunShape,
  event: { readonly text: string; readonly nodeId: string; readonly final: boolean },
): Frame {
  return {
    event: 'reasoning_chunk',
    ...envelope,
    data: {
      message_id: facts.message?.id ?? null,
      reasoning: event.text,
      node_id: event.nodeId,
      is_final: event.final,
    },
  };
}

export function messageEnd(
  { facts, envelope }: RunShape,
  event: RunEnd,
  citations: readonly Value[],
  files: readonly Value[],
): Frame {
  return {
    event: 'message_end',
    ...envelope,
    id: facts.message?.id,
    metadata: replyMetadata(facts.mode, citations, usageRecord(event.usage)),
    files: files.length === 0 ? null : files,
  };
}

/** `metadata` of a reply that no annotation gave: chatflows say so, the other kinds say nothing. */
export function replyMetadata(mode: AppMode, citations: readonly Value[], usage: Values): Frame {
  return {
    ...(mode === 'advanced-chat' ? { annotation_reply: null } : {}),
    retriever_resources: citations,
    usage,
  };
}

/** The in-stream error of a failed run. */
export function errorFrame({ facts, envelope }: RunShape, event: RunEnd): Frame {
  const { task_id: _, ...own } = envelope;
  return { event: 'error', ...own, ...runError(facts.mode, event) };
}

/**
 * What a failed run means to its client: a failed graph is the caller's, a failed model has its own
 * code, and that we could not store it is neither's.
 */
export function runError(mode: AppMode, { error }: RunEnd) {
  const runCode = error?.code ?? '';
  const isOurs = runCode === 'database_failed';
  const { code, status } = (isGraphMode(mode) && !isOurs ? null : wireErrorOfCode(runCode)) ?? {
    code: 'invalid_param',
    status: 400,
  };
  return { code, status, message: error?.message ?? '' };
}

/** The one thought of an agent without tools: announced empty, then filled. */
export function createThought({ facts, envelope }: RunShape) {
  let text = '';
  const frame = (thought: string): Frame => ({
    event: 'agent_thought',
    ...envelope,
    id: facts.runId,
    position: 1,
    thought,
    observation: '',
    tool: '',
    tool_labels: {},
    tool_input: '',
    message_files: [],
  });
  return {
    begin: (_at: number): readonly Frame[] => [frame('')],
    delta(piece: string): Frame {
      text += piece;
      return { event: 'agent_message', ...envelope, id: facts.message?.id, answer: piece };
    },
    end: (event: RunEnd): readonly Frame[] => (event.status === 'failed' ? [] : [frame(text)]),
  };
}
