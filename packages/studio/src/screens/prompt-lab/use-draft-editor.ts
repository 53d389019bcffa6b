import type { AppDocument } from '@outpost/contracts';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from '../../app/session.tsx';
import { createEditorStore, type EditorStore } from '../canvas/model/editor-store.ts';
import {
  createDraftSaver,
  type DraftSaver,
  type SavedDraft,
  type SaveState,
} from './model/draft-saver.ts';

export interface DraftEditor {
  readonly store: EditorStore;
  readonly saver: DraftSaver;
}

/** The draft of an app, edited with a history and saved by itself. */
export function useDraftEditor(appId: string, saved: SavedDraft): DraftEditor {
  const client = useClient();
  const editor = useMemo(() => {
    const params = { appId };
    const store = createEditorStore({ appId, document: saved.document, now: Date.now });
    const read = async (): Promise<SavedDraft> =>
      savedDraft(await client.call('readDraft', { params }));
    const saver = createDraftSaver({
      store,
      saved,
      read,
      save: async ({ document, revision }) =>
        savedDraft(
          await client.call('saveDraft', { params, body: { document: { ...document }, revision } }),
        ),
      after(delayMs, callback) {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    });
    return { store, saver };
  }, [appId, client, saved]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (!editor.saver.isDirty()) return;
      void editor.saver.flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      void editor.saver.flush();
    };
  }, [editor]);
  return editor;
}

export function useDocument(store: EditorStore): AppDocument {
  return useSyncExternalStore(store.subscribe, () => store.getState().document);
}

export function useSaveState(saver: DraftSaver): SaveState {
  return useSyncExternalStore(saver.subscribe, () => saver.getState());
}

/** What the server answers, as the editor holds it. */
export function savedDraft(answer: {
  readonly document: Readonly<Record<string, unknown>>;
  readonly revision: number;
  readonly merged?: boolean;
}): SavedDraft {
  // The server has checked the document's shape.
  return { ...answer, document: answer.document as unknown as AppDocument };
}
