/**
 * Saves a draft while it is edited: a moment after each change, based on the revision that the editor
 * has. What others saved meanwhile is merged; what both changed differently waits for a decision,
 * and nothing is overwritten without one. While the server cannot be reached it is tried again.
 */
import { mergeDocuments, type AppDocument } from '@outpost/contracts';
import { isConsoleError } from '../../../api/console-error.ts';
import type { EditorStore } from '../../canvas/model/editor-store.ts';

export interface SavedDraft {
  readonly document: AppDocument;
  readonly revision: number;
  /** The document holds changes of others. */
  readonly merged?: boolean;
}

export interface DraftSaverOptions {
  readonly store: Pick<EditorStore, 'getState' | 'subscribe' | 'takeOver'>;
  readonly saved: SavedDraft;
  readonly save: (draft: SavedDraft) => Promise<SavedDraft>;
  readonly read: () => Promise<SavedDraft>;
  /** Calls back after a while; returns the way to cancel. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

export type SaveState =
  | { readonly type: 'saved' }
  | { readonly type: 'saving' }
  /** Tried again by itself. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** Somebody else changed the same settings. */
  | { readonly type: 'conflict' };

export interface DraftSaver {
  getState(): SaveState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Whether something is not saved yet. */
  isDirty(): boolean;
  /** Saves at once; resolves when nothing is left to save, or it failed. */
  flush(): Promise<void>;
  /** Decides a conflict. */
  resolve(side: 'yours' | 'theirs'): void;
  close(): void;
}

const quietMs = 700;
const retryMs: readonly number[] = [2000, 5000, 10_000, 30_000];

export function createDraftSaver({
  store,
  saved,
  save,
  read,
  after,
}: DraftSaverOptions): DraftSaver {
  let base = saved;
  let state: SaveState = { type: 'saved' };
  let theirs: SavedDraft | null = null;
  let saving: Promise<void> | null = null;
  let failures = 0;
  let cancel = (): void => {};
  let closed = false;
  const listeners = new Set<() => void>();

  const set = (next: SaveState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const isDirty = (): boolean => store.getState().document !== base.document;
  const later = (delayMs: number): void => {
    cancel();
    cancel = after(delayMs, () => void saveNow());
  };

  /** Takes over what the server has, with what was changed here since. */
  function takeIn(now: SavedDraft, sent: AppDocument): void {
    const here = store.getState().document;
    if (here === sent) {
      base = now;
      if (now.document !== here) store.takeOver(now.document);
      return;
    }
    const { document } = mergeDocuments({
      base: sent,
      yours: here,
      theirs: now.document,
      choose: () => 'yours',
    });
    base = now;
    store.takeOver(document);
  }

  async function saveNow(): Promise<void> {
    cancel();
    if (saving) return saving;
    if (closed || !isDirty() || state.type === 'conflict') return;
    const sent = store.getState().document;
    set({ type: 'saving' });
    saving = save({ document: sent, revision: base.revision })
      .then(
        (now) => {
          failures = 0;
          if (now.merged === true) takeIn(now, sent);
          else base = { document: sent, revision: now.revision };
          set({ type: 'saved' });
          if (isDirty()) later(quietMs);
        },
        (error: unknown) => onFailure(error, sent),
      )
      .finally(() => {
        saving = null;
      });
    return saving;
  }

  async function onFailure(error: unknown, sent: AppDocument): Promise<void> {
    const isConflict =
      isConsoleError(error) &&
      (error.code === 'record_conflict' || error.code === 'draft_conflict');
    if (isConflict) {
      try {
        return mergeIn(await read(), sent);
      } catch (thrown) {
        set({ type: 'failed', error: thrown });
      }
    } else set({ type: 'failed', error });
    const delayMs = retryMs[Math.min(failures, retryMs.length - 1)] ?? 30_000;
    failures += 1;
    // What the server refuses for its content stays refused until it is changed.
    if (!isConsoleError(error) || error.status === 0 || error.status >= 500 || isConflict)
      later(delayMs);
  }

  function mergeIn(now: SavedDraft, sent: AppDocument): void {
    const yours = store.getState().document;
    const merged = mergeDocuments({ base: base.document, yours, theirs: now.document });
    if (merged.conflicts.length > 0) {
      theirs = now;
      set({ type: 'conflict' });
      return;
    }
    base = now;
    if (merged.document !== yours) store.takeOver(merged.document);
    set({ type: isDirty() || yours !== sent ? 'saving' : 'saved' });
    later(0);
  }

  const leave = store.subscribe(() => {
    if (closed || state.type === 'conflict' || !isDirty()) return;
    if (state.type === 'saved') set({ type: 'saving' });
    if (!saving) later(quietMs);
  });

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isDirty,
    async flush() {
      await saving;
      await saveNow();
    },
    resolve(side) {
      if (!theirs) return;
      const now = theirs;
      const { document } = mergeDocuments({
        base: base.document,
        yours: store.getState().document,
        theirs: now.document,
        choose: () => side,
      });
      theirs = null;
      base = now;
      set({ type: 'saving' });
      store.takeOver(document);
      later(0);
    },
    close() {
      closed = true;
      cancel();
      leave();
    },
  };
}
