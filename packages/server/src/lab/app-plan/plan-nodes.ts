import { noFailurePolicy, type GraphNode, type ModelRef, type Selector } from '@outpost/contracts';
import type { References } from './plan-references.ts';
import { identifierFrom, type NamedStep } from './plan-steps.ts';

type Config = Readonly<Record<string, unknown>>;

export interface NodeFacts {
  readonly model: ModelRef;
  readonly isChat: boolean;
  readonly references: References;
  /** What is passed on to a step that names nothing: what came just before it. */
  readonly inputOf: (step: NamedStep) => Selector | null;
}

/** The node that does what a step says. */
export function nodeFromStep(step: NamedStep, facts: NodeFacts): GraphNode {
  return node(step.id, step.kind, titleOf(step), configOf(step, facts));
}

export function node(id: string, kind: string, title: string, config: Config): GraphNode {
  const position = { x: 0, y: 0 };
  return { id, kind, title, config, failure: noFailurePolicy, position, extra: {} };
}

function titleOf({ title, id }: NamedStep): string {
  if (title !== '') return title.slice(0, 80);
  const words = id.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function configOf(step: NamedStep, facts: NodeFacts): Config {
  switch (step.kind) {
    case 'llm':
      return llmConfig(step, facts);
    case 'question-classifier':
      return {
        query_variable_selector: chosen(step, facts),
        model: modelConfig(facts),
        classes: step.classes.map((name, index) => ({ id: String(index + 1), name })),
        instruction: rewritten(step.prompt, step, facts),
        vision: { enabled: false },
      };
    case 'if-else':
      return ifElseConfig(step, facts);
    case 'parameter-extractor':
      return {
        query: chosen(step, facts),
        model: modelConfig(facts),
        parameters: step.fields.map(({ name, type, description }) => ({
          name: identifierFrom(name),
          type: parameterType(type),
          description: description || name,
          required: false,
        })),
        instruction: rewritten(step.prompt, step, facts),
        reasoning_mode: 'prompt',
        vision: { enabled: false },
      };
    case 'http-request':
      return httpConfig(step, facts);
    case 'template-transform':
      return templateConfig(step, facts);
    case 'code':
      return codeConfig(step, facts);
    case 'document-extractor':
      return { variable_selector: chosen(step, facts), is_array_file: false };
    case 'variable-aggregator':
      return {
        output_type: 'string',
        variables: selectorsOf(step.first.length > 0 ? step.first : [step.text], step, facts),
      };
    case 'answer':
      return { answer: answerText(step, facts), variables: [] };
    case 'end':
      return { outputs: outputsOf(step, facts) };
  }
}

function modelConfig({ model }: NodeFacts): Config {
  return { provider: model.provider, name: model.name, mode: 'chat', completion_params: {} };
}

/** In a chat the question itself is the last message; in a workflow the prompt is all that is asked. */
function llmConfig(step: NamedStep, facts: NodeFacts): Config {
  const common = {
    model: modelConfig(facts),
    context: { enabled: false, variable_selector: [] },
    vision: { enabled: false },
  };
  const prompt = rewritten(step.prompt, step, facts);
  const system = rewritten(step.system, step, facts);
  if (facts.isChat)
    return {
      ...common,
      prompt_template: [{ role: 'system', text: [system, prompt].filter(Boolean).join('\n\n') }],
      memory: {
        window: { enabled: false, size: 10 },
        query_prompt_template: '{{#sys.query#}}',
      },
    };
  const passed = facts.inputOf(step);
  const names = /\{\{#/.test(prompt) || /\{\{#/.test(system);
  const asked = names || passed === null ? prompt : `${prompt}\n\n{{#${passed.join('.')}#}}`.trim();
  const items = [
    ...(system === '' ? [] : [{ role: 'system', text: system }]),
    ...(asked === '' ? [] : [{ role: 'user', text: asked }]),
  ];
  return { ...common, prompt_template: items };
}

const operators: Readonly<Record<string, string>> = {
  contains: 'contains',
  'not contains': 'not contains',
  'starts with': 'start with',
  'start with': 'start with',
  'ends with': 'end with',
  'end with': 'end with',
  is: 'is',
  equals: 'is',
  equal: 'is',
  '=': 'is',
  '==': 'is',
  'is not': 'is not',
  '!=': 'is not',
  '≠': 'is not',
  empty: 'empty',
  'is empty': 'empty',
  'not empty': 'not empty',
  'is not empty': 'not empty',
  '>': '>',
  '<': '<',
  '>=': '≥',
  '<=': '≤',
  '≥': '≥',
  '≤': '≤',
};

function ifElseConfig(step: NamedStep, facts: NodeFacts): Config {
  const conditions = (step.all.length > 0 ? step.all : step.any).map(
    ({ left, operator, right }, index) => ({
      id: `${step.id}_${index + 1}`,
      variable_selector: firstSelector(left, step, facts) ?? facts.inputOf(step) ?? [],
      comparison_operator: operators[operator.toLowerCase()] ?? 'contains',
      value: rewritten(right, step, facts),
    }),
  );
  return {
    cases: [
      {
        case_id: 'true',
        logical_operator: step.all.length > 0 ? 'and' : 'or',
        conditions,
      },
    ],
  };
}

function parameterType(type: string): string {
  const plain = type.toLowerCase();
  if (/^(int|float|num)/.test(plain)) return 'number';
  if (plain.startsWith('bool')) return 'boolean';
  return /list|array|\[\]/.test(plain) ? 'array[string]' : 'string';
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head']);

function httpConfig(step: NamedStep, facts: NodeFacts): Config {
  const method = step.method.toLowerCase();
  const body = rewritten(step.body, step, facts);
  return {
    method: methods.has(method) ? method : 'get',
    url: rewritten(step.url, step, facts),
    headers: Object.entries(step.headers)
      .map(([name, value]) => `${name}:${rewritten(value, step, facts)}`)
      .join('\n'),
    params: '',
    authorization: { type: 'no-auth', config: null },
    body:
      body === ''
        ? { type: 'none', data: [] }
        : { type: 'json', data: [{ key: '', type: 'text', value: body }] },
    timeout: {},
    ssl_verify: true,
  };
}

/** Templates declare what they read: each reference becomes a variable of its own. */
function templateConfig(step: NamedStep, facts: NodeFacts): Config {
  const variables = new Map<string, Selector>();
  const template = step.text.replaceAll(placeholder, (whole, name: string) => {
    const selector = selectorOf(name, step, facts);
    if (!selector) return '';
    const variable = selector.join('_');
    variables.set(variable, selector);
    return whole.startsWith('{{') ? `{{ ${variable} }}` : whole;
  });
  return {
    template,
    variables: [...variables].map(([variable, selector]) => ({
      variable,
      value_selector: selector,
    })),
  };
}

function codeConfig(step: NamedStep, facts: NodeFacts): Config {
  const isJavaScript = /^(js|javascript|node|ts|typescript)$/i.test(step.language);
  const results = step.results.length > 0 ? step.results.map(identifierFrom) : ['result'];
  return {
    code_language: isJavaScript ? 'javascript' : 'python3',
    code: step.code,
    variables: Object.entries(step.values).flatMap(([variable, value]) => {
      const selector = firstSelector(value, step, facts);
      return selector
        ? [{ variable: identifierFrom(variable), value_selector: selector, value_type: 'string' }]
        : [];
    }),
    outputs: Object.fromEntries(results.map((name) => [name, { type: 'string', children: null }])),
  };
}

function answerText(step: NamedStep, facts: NodeFacts): string {
  const texts = [step.text, ...Object.values(step.values)].filter(Boolean);
  const text = rewritten(texts.join('\n\n'), step, facts).trim();
  if (text !== '') return text;
  const passed = facts.inputOf(step);
  return passed === null ? '' : `{{#${passed.join('.')}#}}`;
}

function outputsOf(step: NamedStep, facts: NodeFacts): readonly Config[] {
  const named = Object.entries(step.values).flatMap(([name, value]) => {
    const selector = firstSelector(value, step, facts);
    return selector ? [output(identifierFrom(name), selector)] : [];
  });
  if (named.length > 0) return named;
  const texts = selectorsOf([step.text], step, facts);
  if (texts.length > 0)
    return texts.map((selector, index) =>
      output(index === 0 ? 'result' : `result_${index + 1}`, selector),
    );
  const passed = facts.inputOf(step);
  return passed ? [output('result', passed)] : [];
}

export function output(variable: string, selector: Selector): Config {
  return { variable, value_selector: selector, value_type: 'string' };
}

function rewritten(text: string, step: NamedStep, { references }: NodeFacts): string {
  return text === '' ? '' : references.rewrite(text, `Step "${step.id}"`).trim();
}

/** What a step reads: what its text names first, else what came before it. */
function chosen(step: NamedStep, facts: NodeFacts): Selector {
  const [first] = selectorsOf([step.text, ...step.first], step, facts);
  return first ?? facts.inputOf(step) ?? [];
}

function firstSelector(text: string, step: NamedStep, facts: NodeFacts): Selector | null {
  const [first = text] = namesIn([text]);
  return selectorOf(first, step, facts);
}

function selectorsOf(
  texts: readonly string[],
  step: NamedStep,
  facts: NodeFacts,
): readonly Selector[] {
  return namesIn(texts).flatMap((name) => {
    const selector = selectorOf(name, step, facts);
    return selector ? [selector] : [];
  });
}

function selectorOf(name: string, step: NamedStep, { references }: NodeFacts): Selector | null {
  if (name.trim() === '') return null;
  const selector = references.resolve(name);
  // Told once, by the rewriting that every text goes through.
  if (!selector) references.rewrite(`{{${name}}}`, `Step "${step.id}"`);
  return selector;
}

/** The names in `{{…}}`; a text that is one bare name counts as that name. */
function namesIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const names = [...text.matchAll(placeholder)].map(([, name]) => name ?? '');
    return names.length > 0 || !/^[\w.]+$/.test(text.trim()) ? names : [text.trim()];
  });
}

const placeholder = /\{\{\s*([^{}\n]{1,120}?)\s*\}\}/g;
