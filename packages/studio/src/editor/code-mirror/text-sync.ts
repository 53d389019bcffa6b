import { Annotation, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

// Marks changes that come from outside, so that they are not told back.
const fromOutside = Annotation.define<boolean>();

/** Tells of each change that was made here. */
export function tellChanges(onChange: (text: string) => void): Extension {
  return EditorView.updateListener.of((update) => {
    const isOurs = update.transactions.some((one) => one.annotation(fromOutside));
    if (update.docChanged && !isOurs) onChange(update.state.doc.toString());
  });
}

/** Shows another text without telling of it; the caret stays where it can. */
export function showText(view: EditorView, text: string): void {
  const current = view.state.doc.toString();
  if (text === current) return;
  view.dispatch({ changes: changeBetween(current, text), annotations: fromOutside.of(true) });
}

function changeBetween(before: string, after: string) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
