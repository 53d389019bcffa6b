import type { ParameterDeclaration } from '@outpost/contracts';
import {
  flagOf,
  isTree,
  listOf,
  numberOf,
  optionalWords,
  optionsOf,
  showOnOf,
  textOf,
  treeOf,
  wordsOf,
  type Tree,
} from './fields.ts';

/** Parameters of a tool, a strategy, a datasource or an event; also what a plugin answers at run time. */
export function readParameters(value: unknown): ParameterDeclaration[] {
  return listOf(value).flatMap((item) => {
    const tree = treeOf(item);
    const name = textOf(tree['name']);
    return name === '' ? [] : [readParameter(name, tree)];
  });
}

function readParameter(name: string, tree: Tree): ParameterDeclaration {
  const type = textOf(tree['type']) || 'string';
  const form = tree['form'];
  return {
    name,
    type,
    form: form === 'llm' || form === 'schema' ? form : 'form',
    required: flagOf(tree['required']),
    multiple: flagOf(tree['multiple']),
    default: tree['default'] ?? null,
    min: numberOf(tree['min']),
    max: numberOf(tree['max']),
    precision: numberOf(tree['precision']),
    options: optionsOf(tree['options']),
    scope: textOf(tree['scope']) || null,
    label: wordsOf(tree['label'], name),
    help: optionalWords(tree['human_description'] ?? tree['help'] ?? tree['description']),
    modelDescription: textOf(tree['llm_description']),
    inputSchema: isTree(tree['input_schema']) ? { ...tree['input_schema'] } : null,
    dynamic: type === 'dynamic-select',
    showOn: showOnOf(tree['show_on']),
  };
}
