import { StreamLanguage } from '@codemirror/language';
import { jinja2 } from '@codemirror/legacy-modes/mode/jinja2';
import { javascript, json } from '@codemirror/legacy-modes/mode/javascript';
import { python } from '@codemirror/legacy-modes/mode/python';
import type { Extension } from '@codemirror/state';

export type CodeLanguage = 'python' | 'javascript' | 'json' | 'jinja' | 'text';

/** Highlighting and indentation by line; no syntax tree, which would weigh five times as much. */
export const languageExtensions: Readonly<Record<CodeLanguage, Extension>> = {
  python: StreamLanguage.define(python),
  javascript: StreamLanguage.define(javascript),
  json: StreamLanguage.define(json),
  jinja: StreamLanguage.define(jinja2),
  text: [],
};
