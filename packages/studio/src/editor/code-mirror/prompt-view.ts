/** The text of a prompt in CodeMirror: plain text in and out, references as chips, a picker on `/` and `{`. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { writeReference } from '../references.ts';
import type { Trigger } from '../picker-trigger.ts';
import { editorTheme } from './editor-theme.ts';
import { languageExtensions } from './languages.ts';
import { closePicker, openTrigger, pickerExtension, type PickerKeys } from './picker-state.ts';
import { chipSource, referenceChips, type ChipSource } from './reference-chips.ts';
import { showText, tellChanges, typeOverSelection } from './text-sync.ts';

export interface PromptViewOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly chips: ChipSource;
  /** Signs that open the picker: `/{` or `{`. */
  readonly signs: string;
  readonly oneLine: boolean;
  readonly readOnly: boolean;
  readonly placeholder: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly onChange: (text: string) => void;
  /** The picker opened, its search changed, or it closed. */
  readonly onTrigger: (trigger: Trigger | null) => void;
  readonly onFocus: (focused: boolean) => void;
  readonly keys: () => PickerKeys;
}

export interface PromptView {
  /** Shows another text, without telling of it. */
  setText(text: string): void;
  setChips(chips: ChipSource): void;
  setPlaceholder(words: string): void;
  setAttributes(attributes: Readonly<Record<string, string>>): void;
  /** Puts a reference at the caret, in place of the open trigger. */
  insertReference(selector: readonly string[]): void;
  /** Types a sign that opens the picker at the caret. */
  openPicker(): void;
  closePicker(): void;
  focus(): void;
  /** Where a place in the text is on the screen. */
  rectangleAt(position: number): DOMRect | null;
  destroy(): void;
}

export function createPromptView(options: PromptViewOptions): PromptView {
  const chips = new Compartment();
  const hint = new Compartment();
  const attributes = new Compartment();
  const language = (source: ChipSource): Extension =>
    source.notation === 'jinja' ? languageExtensions.jinja : [];
  const chipExtensions = (source: ChipSource): Extension => [
    chipSource.of(source),
    language(source),
  ];
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        pickerExtension(options.signs, options.keys),
        referenceChips(),
        chips.of(chipExtensions(options.chips)),
        hint.of(placeholder(options.placeholder)),
        attributes.of(EditorView.contentAttributes.of(options.attributes)),
        history(),
        drawSelection(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        options.oneLine ? oneLine : EditorView.lineWrapping,
        EditorState.readOnly.of(options.readOnly),
        EditorView.editable.of(!options.readOnly),
        editorTheme(),
        typeOverSelection,
        tellChanges(options.onChange),
        EditorView.updateListener.of((update) => {
          const trigger = update.state.field(openTrigger);
          if (trigger !== update.startState.field(openTrigger)) options.onTrigger(trigger);
          if (update.focusChanged) options.onFocus(update.view.hasFocus);
        }),
      ],
    }),
  });
  return {
    setText: (text) => showText(view, text),
    setChips: (source) => view.dispatch({ effects: chips.reconfigure(chipExtensions(source)) }),
    setPlaceholder: (words) => view.dispatch({ effects: hint.reconfigure(placeholder(words)) }),
    setAttributes: (given) =>
      view.dispatch({ effects: attributes.reconfigure(EditorView.contentAttributes.of(given)) }),
    insertReference(selector) {
      const { main } = view.state.selection;
      const from = view.state.field(openTrigger)?.from ?? main.from;
      const insert = writeReference(selector, view.state.facet(chipSource)?.notation ?? 'graph');
      view.dispatch({
        changes: { from, to: main.to, insert },
        selection: { anchor: from + insert.length },
        scrollIntoView: true,
        userEvent: 'input.complete',
      });
      closePicker(view);
      view.focus();
    },
    openPicker() {
      const { main } = view.state.selection;
      view.focus();
      view.dispatch({
        changes: { from: main.from, to: main.to, insert: '{' },
        selection: { anchor: main.from + 1 },
        userEvent: 'input.type',
      });
    },
    closePicker: () => closePicker(view),
    focus: () => view.focus(),
    rectangleAt(position) {
      const place = view.coordsAtPos(Math.min(position, view.state.doc.length));
      return place && new DOMRect(place.left, place.top, 0, place.bottom - place.top);
    },
    destroy: () => view.destroy(),
  };
}

/** A text of one line: pasted line breaks become spaces, and Enter does nothing. */
const oneLine: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const changes: { from: number; to: number; insert: string }[] = [];
  transaction.changes.iterChanges((from, to, _start, _end, inserted) => {
    const insert = inserted.toString().replace(/\s*\n\s*/g, inserted.length === 1 ? '' : ' ');
    changes.push({ from, to, insert });
  });
  return { changes, sequential: false, userEvent: 'input' };
});
