import type { Value, Values } from '@outpost/contracts';

/** What an app answered to a test row. */
export interface Answer {
  /** The whole answer as text. */
  readonly text: string;
  /** A workflow's outputs; empty for apps that answer with text. */
  readonly outputs: Values;
  readonly elapsedMs: number;
}

/** The text that a check looks at. */
export function answerText({ text, outputs }: Answer, output: string | undefined): string {
  if (output === undefined || output === '') return text;
  return textOfOutput(outputs[output] ?? null);
}

/** A text as it is, anything else as JSON. */
export function textOfOutput(value: Value): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value, null, 2);
}

/** The only output of a workflow, or all of them. */
export function textOfOutputs(outputs: Values): string {
  const values = Object.values(outputs);
  const [only] = values;
  return values.length === 1 && only !== undefined ? textOfOutput(only) : textOfOutput(outputs);
}
