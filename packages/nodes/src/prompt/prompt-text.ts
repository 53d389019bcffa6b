import {
  AppError,
  filesInValue,
  parseTemplate,
  textFromValue,
  type FileValue,
  type Selector,
  type Value,
  type Variables,
} from '@outpost/contracts';

/** What a prompt may put in: variables, and the places that exist in prompts only. */
export interface PromptScope {
  readonly variables: Variables;
  /** The text of `{{#context#}}`. */
  readonly contextText: string;
  /** The text of `{{#histories#}}`; absent where the format has no such place. */
  readonly historiesText?: string;
  /** Collects every variable that was read, as the trace shows it: `#node.name#` → value. */
  readonly read: Record<string, Value>;
}

/**
 * A prompt's text with its references resolved, and the files it refers to, which have no text.
 * Unlike elsewhere a missing variable throws `variable_missing`: a prompt with a hole in it would
 * be answered, and nobody would notice. What is put in is never searched for references again, so
 * a document or a visitor cannot reach variables through the prompt.
 */
export function renderPromptText(
  template: string,
  scope: PromptScope,
): { readonly text: string; readonly files: readonly FileValue[] } {
  let text = '';
  const files: FileValue[] = [];
  for (const segment of parseTemplate(template)) {
    if (segment.type === 'text') text += fillPlaces(segment.text, scope);
    else {
      const value = readPromptVariable(segment.selector, scope);
      text += textFromValue(value);
      files.push(...filesInValue(value));
    }
  }
  return { text, files };
}

/** The value of a variable that must exist; throws `variable_missing`. */
export function readPromptVariable(selector: Selector, scope: PromptScope): Value {
  const value = scope.variables.get(selector);
  const source = selector.join('.');
  if (value === undefined)
    throw new AppError('variable_missing', { details: { selector: source } });
  scope.read[`#${source}#`] = value;
  return value;
}

function fillPlaces(text: string, { contextText, historiesText }: PromptScope): string {
  if (!text.includes('#')) return text;
  return text.replace(places, (whole, name: string | undefined) => {
    if (name === 'context') return contextText;
    return historiesText ?? whole;
  });
}

// App files also hold `#histories#` without braces.
const places = /\{\{#(context|histories)#\}\}|#histories#/g;
