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

/**
 * Typing over a selection. Left to the browser, it carries the replaced text's colours over as an
 * inline style, which the content security policy refuses with a complaint in the console.
 */
export const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const { data } = event;
    if (event.inputType !== 'insertText' || data === null || empty || view.composing) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), {
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    // Whoever listens to typing comes first: brackets, say, that close around the selection.
    const isTaken = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, data, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});

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
