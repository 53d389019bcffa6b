import {
  parseTemplate,
  textFromValue,
  type NodeContext,
  type Selector,
  type Value,
} from '@outpost/contracts';
import { readPromptVariable, type PromptScope } from './prompt-text.ts';

export interface JinjaVariable {
  readonly variable: string;
  readonly value_selector: Selector;
}

/**
 * A prompt item written in Jinja2, rendered with its declared variables in their native types.
 * `{{#node.name#}}`, `{{#context#}}` and `{{#histories#}}` are no Jinja; people paste them nevertheless, so they become
 * variables of their own instead of a syntax error.
 */
export async function renderJinjaText(
  template: string,
  declared: readonly JinjaVariable[],
  scope: PromptScope,
  context: NodeContext,
): Promise<string> {
  const inputs: Record<string, Value> = {};
  for (const { variable, value_selector: selector } of declared) {
    const value = readPromptVariable(selector, scope);
    inputs[variable] = value;
    scope.read[variable] = value;
  }

  let text = '';
  for (const segment of parseTemplate(template)) {
    if (segment.type === 'text') {
      text += segment.text.replace(places, '{{ $1_text__ }}');
      continue;
    }
    const name = `reference_${segment.source.replaceAll('.', '_')}__`;
    inputs[name] = textFromValue(readPromptVariable(segment.selector, scope));
    text += `{{ ${name} }}`;
  }
  if (text.includes('context_text__')) inputs['context_text__'] = scope.contextText;
  if (text.includes('histories_text__')) inputs['histories_text__'] = scope.historiesText ?? '';

  return context.ports.templates.render(
    { template: text, inputs, tenant: context.run.appId },
    { signal: context.signal },
  );
}

const places = /\{\{#(context|histories)#\}\}/g;
