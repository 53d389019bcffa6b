/**
 * Every edit as a step that can be taken back. A step keeps the whole document before and after it:
 * documents share all that did not change, so a step costs what it changed. When others have edited
 * in between, a step is taken back by merging its reverse into what is there now.
 */
import { mergeDocuments, type AppDocument } from '@outpost/contracts';
import type { StepLabel } from './command.ts';

export interface Step {
  /** Unique in this editor, growing. */
  readonly number: number;
  readonly label: StepLabel;
  /** Epoch milliseconds of its last change. */
  readonly at: number;
  readonly before: AppDocument;
  readonly after: AppDocument;
  /** Edits of one kind in quick succession become one step. */
  readonly mergeKey: string | null;
}

export interface History {
  /** Oldest first. */
  readonly past: readonly Step[];
  /** The next one to do again first. */
  readonly future: readonly Step[];
}

export const noHistory: History = { past: [], future: [] };

const stepsMax = 500;
/** How long after its last change a step still takes in the next one of its kind. */
const mergeMs = 2000;

/** Adds a step, or widens the last one; what had been taken back is gone. */
export function remember(history: History, step: Step): History {
  const last = history.past.at(-1);
  const isSameKind =
    last !== undefined &&
    history.future.length === 0 &&
    step.mergeKey !== null &&
    step.mergeKey === last.mergeKey &&
    step.at - last.at < mergeMs &&
    last.after === step.before;
  const past = isSameKind
    ? [...history.past.slice(0, -1), { ...last, label: step.label, at: step.at, after: step.after }]
    : [...history.past.slice(1 - stepsMax), step];
  return { past, future: [] };
}

interface Travel {
  readonly history: History;
  readonly document: AppDocument;
}

/** Takes the last step back; null when there is none. */
export function undo(history: History, document: AppDocument): Travel | null {
  const step = history.past.at(-1);
  if (!step) return null;
  return {
    history: { past: history.past.slice(0, -1), future: [step, ...history.future] },
    document: replay(document, { from: step.after, to: step.before }),
  };
}

/** Does the step again that was taken back last; null when there is none. */
export function redo(history: History, document: AppDocument): Travel | null {
  const [step, ...future] = history.future;
  if (!step) return null;
  return {
    history: { past: [...history.past, step], future },
    document: replay(document, { from: step.before, to: step.after }),
  };
}

/** Goes to the state after the given number of steps, counted from the oldest that is kept. */
export function travel(history: History, document: AppDocument, steps: number): Travel {
  let now: Travel = { history, document };
  for (;;) {
    const done = now.history.past.length;
    const next =
      done > steps
        ? undo(now.history, now.document)
        : done < steps
          ? redo(now.history, now.document)
          : null;
    if (!next) return now;
    now = next;
  }
}

function replay(
  document: AppDocument,
  { from, to }: { readonly from: AppDocument; readonly to: AppDocument },
): AppDocument {
  if (document === from) return to;
  return mergeDocuments({ base: from, yours: to, theirs: document, choose: () => 'yours' })
    .document;
}
