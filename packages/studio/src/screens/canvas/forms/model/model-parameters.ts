/** The free parameters of models that have a control of their own; any other is edited as JSON. */
export type ParameterControl =
  | { readonly type: 'slider'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly type: 'number'; readonly min: number }
  | { readonly type: 'switch' }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'texts' };

export interface KnownParameter {
  readonly name: string;
  readonly control: ParameterControl;
  /** What it is when it is added. */
  readonly start: unknown;
}

const penalty = { type: 'slider', min: -2, max: 2, step: 0.1 } as const;

export const knownParameters: readonly KnownParameter[] = [
  { name: 'temperature', control: { type: 'slider', min: 0, max: 2, step: 0.1 }, start: 0.7 },
  { name: 'top_p', control: { type: 'slider', min: 0, max: 1, step: 0.05 }, start: 1 },
  { name: 'top_k', control: { type: 'number', min: 0 }, start: 40 },
  { name: 'max_tokens', control: { type: 'number', min: 1 }, start: 1024 },
  { name: 'presence_penalty', control: penalty, start: 0 },
  { name: 'frequency_penalty', control: penalty, start: 0 },
  { name: 'seed', control: { type: 'number', min: 0 }, start: 1 },
  { name: 'stop', control: { type: 'texts' }, start: [] },
  {
    name: 'response_format',
    control: { type: 'choice', options: ['text', 'json_object', 'json_schema'] },
    start: 'json_object',
  },
  {
    name: 'reasoning_effort',
    control: { type: 'choice', options: ['low', 'medium', 'high'] },
    start: 'medium',
  },
  { name: 'enable_thinking', control: { type: 'switch' }, start: true },
];

/** The control for a parameter; null = JSON. A value that the control cannot show is JSON as well. */
export function controlOf(name: string, value: unknown): ParameterControl | null {
  const control = knownParameters.find((known) => known.name === name)?.control;
  return control && canShow(control, value) ? control : null;
}

function canShow(control: ParameterControl, value: unknown): boolean {
  if (typeof value === 'string' && value.includes('{{#')) return false;
  switch (control.type) {
    case 'slider':
    case 'number':
      return typeof value === 'number' || value === null;
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}
