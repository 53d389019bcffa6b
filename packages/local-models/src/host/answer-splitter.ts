// Splits the text a model writes into what it says, what it thinks aloud and the tools it calls:
//   <think> … </think>          reasoning (Qwen, DeepSeek and their kin)
//   <tool_call> {json} </tool_call>   a call (the Hermes form, which Qwen and many others learned)
// and ends it at a stop text. Marks may arrive in pieces, so the end of what came is held back as
// long as it could be the beginning of one.
import type { ToolCall } from '@outpost/contracts';
import type { ChatPart } from './loaded-model.ts';

export interface AnswerSplitterOptions {
  readonly stop: readonly string[];
  /** Tool calls are looked for. */
  readonly tools: boolean;
  /** White space at the end is left out, as grammars of JSON allow it without need. */
  readonly trimEnd: boolean;
  readonly newId: () => string;
  readonly onPart: (part: ChatPart) => void;
}

export interface AnswerSplitter {
  /** True when a stop text was found: nothing more is wanted. */
  push(text: string): boolean;
  /** Hands out what was held back. */
  end(): void;
  readonly toolCalls: number;
}

type Mode = 'text' | 'reasoning' | 'tool-call';

const endMarks: Readonly<Record<Exclude<Mode, 'text'>, string>> = {
  reasoning: '</think>',
  'tool-call': '</tool_call>',
};

export function createAnswerSplitter(options: AnswerSplitterOptions): AnswerSplitter {
  const { stop, tools, trimEnd, newId, onPart } = options;
  const openings: readonly (readonly [mark: string, mode: Mode])[] = [
    ['<think>', 'reasoning'],
    ...(tools ? ([['<tool_call>', 'tool-call']] as const) : []),
  ];
  let mode: Mode = 'text';
  let held = '';
  let call = '';
  let said = false;
  let toolCalls = 0;

  const say = (text: string): void => {
    if (text === '') return;
    if (mode === 'tool-call') {
      call += text;
      return;
    }
    // Models put an empty line after their thoughts; the answer begins with the first word.
    const shown = mode === 'text' && !said ? text.trimStart() : text;
    if (shown === '') return;
    if (mode === 'text') said = true;
    onPart({ type: mode, text: shown });
  };

  const closeCall = (): void => {
    const parsed = toolCallFrom(call, newId);
    if (parsed) {
      toolCalls += 1;
      onPart({ type: 'tool-call', call: parsed });
    } else if (call.trim() !== '') onPart({ type: 'text', text: call });
    call = '';
  };

  const step = (final: boolean): boolean => {
    for (;;) {
      const marks =
        mode === 'text' ? [...openings.map(([mark]) => mark), ...stop] : [endMarks[mode]];
      const found = firstOf(held, marks);
      if (!found) {
        const blank = trimEnd ? held.length - held.trimEnd().length : 0;
        const keep = Math.max(blank, final ? 0 : longestTail(held, marks));
        say(held.slice(0, held.length - keep));
        held = held.slice(held.length - keep);
        return false;
      }
      say(held.slice(0, found.at));
      held = held.slice(found.at + found.mark.length);
      if (mode !== 'text') {
        if (mode === 'tool-call') closeCall();
        mode = 'text';
        continue;
      }
      const opened = openings.find(([mark]) => mark === found.mark);
      if (!opened) {
        held = '';
        return true;
      }
      mode = opened[1];
    }
  };

  return {
    get toolCalls() {
      return toolCalls;
    },
    push: (text) => {
      held += text;
      return step(false);
    },
    end: () => {
      step(true);
      if (mode === 'tool-call') closeCall();
    },
  };
}

/** A call as the model wrote it, or null when it is not one. */
function toolCallFrom(text: string, newId: () => string): ToolCall | null {
  try {
    const call = JSON.parse(text) as { readonly name?: unknown; readonly arguments?: unknown };
    if (typeof call.name !== 'string' || call.name === '') return null;
    const given = call.arguments ?? {};
    return {
      id: newId(),
      name: call.name,
      arguments: typeof given === 'string' ? given : JSON.stringify(given),
    };
  } catch {
    return null;
  }
}

function firstOf(
  text: string,
  marks: readonly string[],
): { readonly at: number; readonly mark: string } | null {
  let best: { readonly at: number; readonly mark: string } | null = null;
  for (const mark of marks) {
    const at = text.indexOf(mark);
    if (at >= 0 && (best === null || at < best.at)) best = { at, mark };
  }
  return best;
}

/** How many characters at the end could be the beginning of a mark. */
function longestTail(text: string, marks: readonly string[]): number {
  let longest = 0;
  for (const mark of marks)
    for (let length = Math.min(mark.length - 1, text.length); length > longest; length -= 1)
      if (text.endsWith(mark.slice(0, length))) longest = length;
  return longest;
}
