import type { AppDocument } from '@outpost/contracts';
import { useEffect, useState } from 'react';
import { useClient } from '../../../app/session.tsx';
import { readStored, store as keep } from '../../../start/browser-store.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { createAutosave, type Autosave, type LocalCopy } from './autosave.ts';

/** Saves what is edited, and takes up what a crash left in this browser. */
export function useAutosave(editor: EditorStore, revision: number): Autosave | null {
  const client = useClient();
  const [autosave, setAutosave] = useState<Autosave | null>(null);
  useEffect(() => {
    const { appId } = editor;
    const name = `canvas.draft.${appId}`;
    const left = copyFrom(readStored(name));
    const made = createAutosave({
      editor,
      revision,
      keepCopy: (copy) => keep(name, copy && JSON.stringify(copy)),
      async save(draft) {
        const answer = await client.call('saveDraft', {
          params: { appId },
          body: { document: { ...draft.document }, revision: draft.revision },
        });
        const { document, merged } = answer;
        return { document: document as unknown as AppDocument, revision: answer.revision, merged };
      },
    });
    setAutosave(made);
    if (left && left.revision === revision)
      editor.dispatch({ label: { key: 'canvas.stepRecovered' }, edit: () => left.document });
    const onHide = (): void => void made.flush();
    window.addEventListener('pagehide', onHide);
    return () => {
      window.removeEventListener('pagehide', onHide);
      made.stop();
    };
  }, [client, editor, revision]);
  return autosave;
}

function copyFrom(text: string | null): LocalCopy | null {
  try {
    return text === null ? null : (JSON.parse(text) as LocalCopy);
  } catch {
    return null;
  }
}
