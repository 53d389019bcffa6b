/** The variable picker's side in the editor: when it is open, what is searched, which keys are its. */
import { Facet, Prec, StateEffect, StateField, type Extension } from '@codemirror/state';
import { keymap, type Command, type EditorView } from '@codemirror/view';
import { triggerAt, triggerTyped, type Trigger } from '../picker-trigger.ts';

/** What the keys do while the picker is open; each says whether it took the key. */
export interface PickerKeys {
  readonly step: (direction: 1 | -1) => boolean;
  readonly choose: (key: 'enter' | 'tab') => boolean;
  readonly fold: (open: boolean) => boolean;
}

const close = StateEffect.define<null>();

/** Closes the picker; the text stays. */
export function closePicker(view: EditorView): void {
  view.dispatch({ effects: close.of(null) });
}

/** The open trigger; null while the picker is closed. */
export const openTrigger = StateField.define<Trigger | null>({
  create: () => null,
  update(trigger, transaction) {
    if (transaction.effects.some((effect) => effect.is(close))) return null;
    if (!transaction.docChanged && !transaction.selection) return trigger;
    const { main } = transaction.state.selection;
    const text = transaction.newDoc.sliceString(0, main.head);
    if (!main.empty) return null;
    if (trigger) return triggerAt(transaction.changes.mapPos(trigger.from), main.head, text);
    if (!transaction.isUserEvent('input.type')) return null;
    const line = text.slice(text.lastIndexOf('\n') + 1);
    const typed = triggerTyped(line, transaction.state.facet(signsOf).join(''));
    return typed && triggerAt(main.head - typed.length, main.head, text);
  },
});

/** Opens on the given signs. Keys are asked anew each time, so they may follow what is shown. */
export function pickerExtension(signs: string, keys: () => PickerKeys): Extension {
  const whenOpen =
    (run: (view: EditorView) => boolean): Command =>
    (view) =>
      view.state.field(openTrigger) !== null && run(view);
  const bindings = keymap.of([
    { key: 'ArrowDown', run: whenOpen(() => keys().step(1)) },
    { key: 'ArrowUp', run: whenOpen(() => keys().step(-1)) },
    { key: 'ArrowRight', run: whenOpen(() => keys().fold(true)) },
    { key: 'ArrowLeft', run: whenOpen(() => keys().fold(false)) },
    { key: 'Enter', run: whenOpen(() => keys().choose('enter')) },
    { key: 'Tab', run: whenOpen(() => keys().choose('tab')) },
    {
      key: 'Escape',
      // Else it would close the dialog around.
      stopPropagation: true,
      run: whenOpen((view) => {
        closePicker(view);
        return true;
      }),
    },
  ]);
  return [openTrigger, signsOf.of(signs), Prec.highest(bindings)];
}

const signsOf = Facet.define<string>();
