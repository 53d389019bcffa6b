/** The other steps that templates are made of, in few words. */
import type { TemplateNode } from './app-file.ts';

interface Input {
  readonly variable: string;
  readonly label: string;
  readonly type?: 'text-input' | 'paragraph' | 'select' | 'number';
  readonly options?: readonly string[];
  readonly required?: boolean;
  readonly default?: string;
}

export function startStep(title: string, inputs: readonly Input[] = []): TemplateNode {
  return {
    id: 'start',
    type: 'start',
    title,
    data: {
      variables: inputs.map((input) => ({
        type: 'paragraph',
        required: true,
        options: [],
        max_length: input.type === 'text-input' ? 256 : 40_000,
        ...input,
      })),
    },
  };
}

/** `outputs`: name → selector text, e.g. `{ summary: 'model.text' }`. */
export function endStep(
  title: string,
  outputs: Readonly<Record<string, string>>,
  id = 'end',
): TemplateNode {
  return {
    id,
    type: 'end',
    title,
    data: {
      outputs: Object.entries(outputs).map(([variable, selector]) => ({
        variable,
        value_selector: selector.split('.'),
      })),
    },
  };
}

export function answerStep(title: string, answer: string, id = 'answer'): TemplateNode {
  return { id, type: 'answer', title, data: { answer, variables: [] } };
}

interface CodeStep {
  readonly id: string;
  readonly title: string;
  /** Argument → selector text. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly code: string;
  /** Output → type. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A step in Python. */
export function codeStep({ id, title, inputs, code, outputs }: CodeStep): TemplateNode {
  return {
    id,
    type: 'code',
    title,
    data: {
      code_language: 'python3',
      code,
      variables: variablesOf(inputs),
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, type]) => [name, { type, children: null }]),
      ),
    },
  };
}

export function templateStep(
  id: string,
  title: string,
  template: string,
  inputs: Readonly<Record<string, string>>,
): TemplateNode {
  return {
    id,
    type: 'template-transform',
    title,
    data: { template, variables: variablesOf(inputs) },
  };
}

function variablesOf(inputs: Readonly<Record<string, string>>) {
  return Object.entries(inputs).map(([variable, selector]) => ({
    variable,
    value_selector: selector.split('.'),
  }));
}
