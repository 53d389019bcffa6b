import type { IconName } from './icon.tsx';

/** The picture of a node kind; one that nobody knows gets a cube. */
export function kindIcon(kind: string): IconName {
  return icons[kind] ?? 'cube';
}

const icons: Readonly<Record<string, IconName>> = {
  '': 'note',
  agent: 'agent',
  answer: 'answer',
  assigner: 'edit',
  code: 'code',
  datasource: 'database',
  'document-extractor': 'document',
  end: 'end',
  'http-request': 'http',
  'human-input': 'people',
  'if-else': 'branch',
  iteration: 'iteration',
  'iteration-start': 'start',
  'knowledge-index': 'database',
  'knowledge-retrieval': 'book',
  'list-operator': 'filter',
  llm: 'model',
  loop: 'loop',
  'loop-end': 'stop',
  'loop-start': 'start',
  'parameter-extractor': 'list',
  'question-classifier': 'split',
  start: 'home',
  'template-transform': 'template',
  tool: 'tool',
  'trigger-plugin': 'plugin',
  'trigger-schedule': 'clock',
  'trigger-webhook': 'bolt',
  'variable-aggregator': 'variable',
  'variable-assigner': 'variable',
};
