/** The one line under a node's title, in no language: names, addresses, the beginning of a text. */
import type { GraphNode } from '@outpost/contracts';

type Config = GraphNode['config'];

const summaries: Readonly<Record<string, (config: Config) => string>> = {
  agent: (config) => text(config['agent_strategy_label']) || text(config['agent_strategy_name']),
  answer: (config) => firstWords(text(config['answer'])),
  assigner: (config) => names(config['items'], ({ variable_selector: to }) => lastName(to)),
  code: (config) =>
    ({ python3: 'Python', javascript: 'JavaScript' })[text(config['code_language'])] ?? '',
  'document-extractor': (config) => lastName(config['variable_selector']),
  end: (config) => names(config['outputs'], ({ variable }) => text(variable)),
  'http-request': (config) =>
    text(config['url']) &&
    `${text(config['method']).toUpperCase()} ${shortReferences(text(config['url']))}`,
  iteration: (config) => lastName(config['iterator_selector']),
  'list-operator': (config) => lastName(config['variable']),
  llm: modelName,
  loop: ({ loop_count: count }) => (typeof count === 'number' ? `≤ ${count}×` : ''),
  'parameter-extractor': (config) => names(config['parameters'], ({ name }) => text(name)),
  'question-classifier': modelName,
  start: (config) => names(config['variables'], ({ variable }) => text(variable)),
  'template-transform': (config) => firstWords(text(config['template'])),
  tool: (config) => text(config['tool_label']) || text(config['tool_name']),
  'variable-aggregator': (config) =>
    list(config['variables']).map(lastName).filter(Boolean).join(', '),
};

export function summaryOf({ kind, config }: Pick<GraphNode, 'kind' | 'config'>): string {
  try {
    return (summaries[kind]?.(config) ?? '').slice(0, lengthMax);
  } catch {
    // Files hold anything; a line less is no fault.
    return '';
  }
}

const lengthMax = 120;

/** `{{#1712.text#}}` as `{text}`. */
export function shortReferences(source: string): string {
  return source.replace(/\{\{#([^#{}]+)#\}\}/g, (_, name: string) => `{${name.split('.').pop()}}`);
}

function modelName(config: Config): string {
  const model = config['model'];
  return typeof model === 'object' && model !== null ? text((model as Config)['name']) : '';
}

function firstWords(source: string): string {
  return shortReferences(source.slice(0, 400)).replace(/\s+/g, ' ').trim();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function names(value: unknown, nameOf: (item: Config) => string): string {
  return list(value)
    .map((item) => (typeof item === 'object' && item !== null ? nameOf(item as Config) : ''))
    .filter(Boolean)
    .join(', ');
}

function lastName(selector: unknown): string {
  return text(list(selector).at(-1));
}
