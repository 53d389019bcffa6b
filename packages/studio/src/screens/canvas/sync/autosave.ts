/**
 * Saves the draft within a second of an edit. Until the server has it, a copy lies in this browser,
 * so that a crashed tab loses nothing. What others saved meanwhile is merged; what both changed
 * differently is put to the person.
 */
import { mergeDocuments, type AppDocument } from '@outpost/contracts';
import { isConsoleError } from '../../../api/console-error.ts';
import type { EditorStore } from '../model/editor-store.ts';

export interface SavedDraft {
  readonly document: AppDocument;
  readonly revision: number;
}

export interface SaveState {
  readonly status: 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';
  readonly error: unknown;
}

export interface Autosave {
  readonly getState: () => SaveState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Saves now; resolves when nothing is left to save or saving is stuck. */
  flush(): Promise<void>;
  /** Decides every conflict for one side, and saves. */
  settle(side: 'yours' | 'theirs'): void;
  stop(): void;
}

interface AutosaveOptions {
  readonly editor: EditorStore;
  readonly revision: number;
  /** `merged`: the answer holds changes of others as well. */
  readonly save: (draft: SavedDraft) => Promise<SavedDraft & { readonly merged: boolean }>;
  readonly keepCopy: (copy: LocalCopy | null) => void;
}

/** What lies in the browser while the server does not have it yet. */
export interface LocalCopy {
  readonly revision: number;
  readonly base: AppDocument;
  readonly document: AppDocument;
}

const saveAfterMs = 600;
const copyAfterMs = 250;
const againAfterMs = 3000;

export function createAutosave({ editor, revision, save, keepCopy }: AutosaveOptions): Autosave {
  let state: SaveState = { status: 'saved', error: null };
  let base: SavedDraft = { document: editor.getState().document, revision };
  let theirs: SavedDraft | null = null;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let copyTimer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const set = (status: SaveState['status'], error: unknown = null): void => {
    state = { status, error };
    for (const listener of listeners) listener();
  };
  const isDirty = (): boolean => editor.getState().document !== base.document;
  const writeCopy = (): void => {
    clearTimeout(copyTimer);
    copyTimer = undefined;
    const { document } = editor.getState();
    keepCopy(isDirty() ? { revision: base.revision, base: base.document, document } : null);
  };

  /** Takes over what the server holds, with what was edited since `sent`. */
  const accept = (
    sent: AppDocument,
    { merged, ...answer }: SavedDraft & { readonly merged: boolean },
  ): void => {
    const { document } = editor.getState();
    // The same object, so that steps go on from it.
    base = merged ? answer : { document: sent, revision: answer.revision };
    if (!merged) return;
    if (document === sent) editor.takeOver(answer.document);
    else
      editor.takeOver(
        mergeDocuments({
          base: sent,
          yours: document,
          theirs: answer.document,
          choose: () => 'yours',
        }).document,
      );
  };
  const saveOnce = async (): Promise<void> => {
    const sent = editor.getState().document;
    set('saving');
    try {
      const answer = await save({ document: sent, revision: base.revision });
      accept(sent, answer);
      writeCopy();
      set(isDirty() ? 'unsaved' : 'saved');
      if (isDirty()) schedule(saveAfterMs);
    } catch (error) {
      const draft = conflictOf(error);
      theirs = draft;
      set(draft ? 'conflict' : 'failed', error);
      if (!draft) schedule(againAfterMs);
    }
  };
  const run = (): Promise<void> => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    if (!isDirty() || state.status === 'conflict') return Promise.resolve();
    running ??= saveOnce().finally(() => {
      running = null;
    });
    return running;
  };
  const schedule = (afterMs: number): void => {
    saveTimer ??= setTimeout(() => void run(), afterMs);
  };
  const unsubscribe = editor.subscribe(() => {
    if (!isDirty() || state.status === 'conflict') return;
    copyTimer ??= setTimeout(writeCopy, copyAfterMs);
    if (state.status === 'saved') set('unsaved');
    if (!running) schedule(saveAfterMs);
  });
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async flush() {
      await running;
      await run();
    },
    settle(side) {
      if (!theirs) return;
      const { document } = editor.getState();
      const merged = mergeDocuments({
        base: base.document,
        yours: document,
        theirs: theirs.document,
        choose: () => side,
      });
      base = theirs;
      theirs = null;
      set('unsaved');
      editor.takeOver(merged.document);
      void run();
    },
    stop() {
      unsubscribe();
      writeCopy();
      clearTimeout(saveTimer);
      void run();
    },
  };
}

function conflictOf(error: unknown): SavedDraft | null {
  if (!isConsoleError(error) || error.code !== 'draft_conflict') return null;
  const { theirs, revision } = error.details;
  if (typeof theirs !== 'object' || theirs === null || typeof revision !== 'number') return null;
  return { document: theirs as AppDocument, revision };
}
