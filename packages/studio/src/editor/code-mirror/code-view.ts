/** Code in CodeMirror: line numbers, light highlighting, brackets that close, Tab that indents. */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editor-theme.ts';
import { languageExtensions, type CodeLanguage } from './languages.ts';
import { showText, tellChanges, typeOverSelection } from './text-sync.ts';

export interface CodeViewOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly language: CodeLanguage;
  readonly readOnly: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly onChange: (text: string) => void;
}

export interface CodeView {
  /** Shows another text, without telling of it. */
  setText(text: string): void;
  setLanguage(language: CodeLanguage): void;
  /** Puts text in place of what is selected. */
  insert(text: string): void;
  destroy(): void;
}

export function createCodeView(options: CodeViewOptions): CodeView {
  const language = new Compartment();
  const languageOf = (name: CodeLanguage) => [
    languageExtensions[name],
    indentUnit.of(name === 'python' ? '    ' : '  '),
  ];
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        language.of(languageOf(options.language)),
        // Escape, then Tab, leaves the editor.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorState.readOnly.of(options.readOnly),
        EditorView.contentAttributes.of(options.attributes),
        editorTheme(),
        typeOverSelection,
        tellChanges(options.onChange),
      ],
    }),
  });
  return {
    setText: (text) => showText(view, text),
    setLanguage: (name) => view.dispatch({ effects: language.reconfigure(languageOf(name)) }),
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
