import { useEffect, useMemo } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { readStored, store } from '../../../start/browser-store.ts';
import { useToast } from '../../../ui/toast.tsx';
import { isTyping } from '../model/keys.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { remove } from '../model/graph-commands.ts';
import type { CanvasTools } from './canvas-tools.tsx';

/**
 * Copying and pasting through the browser's own clipboard events, which work on every page. Where
 * a menu pastes, the clipboard is asked where that is allowed (`https://`); elsewhere what was
 * copied last in this browser is taken.
 */
export function useClipboard(editor: EditorStore, tools: CanvasTools) {
  const text = useText();
  const toast = useToast();
  const actions = useMemo(() => {
    const paste = (words: string): void => {
      const { isPasted, leftOut } = tools.pasteText(words);
      if (!isPasted)
        toast({ message: text(leftOut > 0 ? 'canvas.pasteRefused' : 'canvas.pasteNothing') });
      else if (leftOut > 0) toast({ message: text('canvas.pasteLeftOut', { count: leftOut }) });
    };
    const removeSelection = (): void => {
      const { selection, document } = editor.getState();
      editor.dispatch(remove(document.graph, selection));
    };
    const copy = (): boolean => {
      const words = tools.copyText();
      if (words === null) return false;
      store(lastClip, words);
      // Sends the event below, which may write; the focus must not be in a field for that.
      tools.focusCanvas();
      return document.execCommand('copy');
    };
    return {
      paste,
      removeSelection,
      menu: {
        copy: () => void copy(),
        cut: () => {
          if (copy()) removeSelection();
        },
        paste: () => {
          const last = readStored(lastClip) ?? '';
          if (!navigator.clipboard?.readText) return paste(last);
          navigator.clipboard.readText().then(
            (words) => paste(words === '' ? last : words),
            () => paste(last),
          );
        },
      },
    };
  }, [editor, tools, text, toast]);

  useEffect(() => {
    const isOurs = (event: ClipboardEvent): boolean =>
      !isTyping(event.target) &&
      !isTyping(document.activeElement) &&
      (getSelection()?.isCollapsed ?? true) &&
      document.querySelector('[role="dialog"]') === null;
    const onCopy = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      const words = tools.copyText();
      if (words === null) return;
      event.clipboardData?.setData('text/plain', words);
      event.preventDefault();
      store(lastClip, words);
      if (event.type === 'cut') actions.removeSelection();
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      const words = event.clipboardData?.getData('text/plain') ?? '';
      if (words === '') return;
      event.preventDefault();
      actions.paste(words);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [tools, actions]);
  return actions.menu;
}

const lastClip = 'canvas.clip';
