import { createContext, useContext, useRef, useSyncExternalStore, type ReactNode } from 'react';
import type { EditorState, EditorStore } from '../model/editor-store.ts';

const EditorContext = createContext<EditorStore | null>(null);

export function EditorProvider({
  store,
  children,
}: {
  readonly store: EditorStore;
  readonly children: ReactNode;
}) {
  return <EditorContext.Provider value={store}>{children}</EditorContext.Provider>;
}

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error('useEditorStore needs an EditorProvider above it.');
  return store;
}

/**
 * A part of the editor's state; the component is drawn again when that part is another one.
 * `isSame` is for selectors that make a new list or map each time.
 */
export function useEditor<Part>(
  selector: (state: EditorState) => Part,
  isSame: (left: Part, right: Part) => boolean = Object.is,
): Part {
  const store = useEditorStore();
  const last = useRef<{ readonly part: Part } | null>(null);
  const read = (): Part => {
    const part = selector(store.getState());
    if (last.current && isSame(last.current.part, part)) return last.current.part;
    last.current = { part };
    return part;
  };
  return useSyncExternalStore(store.subscribe, read);
}
