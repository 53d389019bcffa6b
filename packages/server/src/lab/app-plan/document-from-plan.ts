/**
 * A plan as an app: steps become nodes, names become references, loose ends get an output, and
 * everything is laid out. What the plan said wrongly is left out and told, so that its writer can
 * repair it; what comes out can always be opened.
 */
import type {
  AppDocument,
  AppMode,
  Graph,
  GraphEdge,
  GraphNode,
  Language,
  ModelRef,
  Selector,
} from '@outpost/contracts';
import { createBlankApp } from '@outpost/dsl';
import { layoutGraph } from './layout-graph.ts';
import type { Plan, PlanInput } from './plan.ts';
import { connectSteps, leadsTo, looseEnds, startId, type PlanEdge } from './plan-edges.ts';
import { node, nodeFromStep, output } from './plan-nodes.ts';
import { createReferences, type References } from './plan-references.ts';
import { identifierFrom, nameSteps, type NamedStep } from './plan-steps.ts';

export interface PlanFacts {
  readonly mode: Extract<AppMode, 'workflow' | 'advanced-chat'>;
  readonly model: ModelRef;
  readonly language: Language;
}

export interface DocumentFromPlan {
  readonly document: AppDocument;
  /** What was wrong with the plan, in English, for the model that wrote it. */
  readonly problems: readonly string[];
}

export function documentFromPlan(plan: Plan, facts: PlanFacts): DocumentFromPlan {
  const isChat = facts.mode === 'advanced-chat';
  const inputs = inputsOf(plan, isChat);
  const variables = new Set(inputs.map(({ variable }) => variable));
  const inputNames = new Map(
    plan.inputs.flatMap(({ name, label }) => {
      const id = identifierFrom(name || label);
      const names = variables.has(id) ? [name, label, id].filter(Boolean) : [];
      return names.map((known) => [known.toLowerCase(), id] as const);
    }),
  );
  const named = nameSteps(plan, isChat);
  const connected = connectSteps(named.steps);
  const references = createReferences({ steps: named.steps, inputNames, isChat });
  const build = { steps: named.steps, edges: connected.edges, references, inputs, isChat, facts };
  const inputOf = (step: NamedStep): Selector | null => valueBefore(step.id, build);
  const nodes = named.steps.map((step) =>
    nodeFromStep(step, { model: facts.model, isChat, references, inputOf }),
  );
  const ends = endings(build);
  const start = node(startId, 'start', words.start[facts.language], { variables: inputs });
  const graph = graphOf([start, ...nodes, ...ends.nodes], [...connected.edges, ...ends.edges]);
  const blank = createBlankApp(facts.mode, plan.name || words.name[facts.language]);
  return {
    document: {
      ...blank,
      profile: {
        ...blank.profile,
        description: plan.description,
        icon: iconOf(plan.icon) ?? blank.profile.icon,
      },
      graph,
      features: {
        ...blank.features,
        ...(isChat
          ? {
              opening_statement: plan.opening,
              suggested_questions: plan.suggestions.slice(0, 5),
            }
          : {}),
        ...(inputs.some(({ type }) => type === 'file') ? { file_upload: fileUpload } : {}),
      },
    },
    problems: [...new Set([...named.problems, ...connected.problems, ...references.problems])],
  };
}

interface Build {
  readonly steps: readonly NamedStep[];
  readonly edges: readonly PlanEdge[];
  readonly references: References;
  readonly inputs: readonly { readonly variable: string; readonly type: string }[];
  readonly isChat: boolean;
  readonly facts: PlanFacts;
}

const inputTypes: Readonly<Record<string, string>> = {
  text: 'text-input',
  string: 'text-input',
  'text-input': 'text-input',
  number: 'number',
  integer: 'number',
  select: 'select',
  choice: 'select',
  checkbox: 'checkbox',
  boolean: 'checkbox',
  file: 'file',
  document: 'file',
  files: 'file-list',
};

/** The start node's variables; the question of a chat is none of them. */
function inputsOf(plan: Plan, isChat: boolean) {
  const seen = new Set<string>();
  return plan.inputs.flatMap((input) => {
    const variable = identifierFrom(input.name || input.label);
    const isQuestion = isChat && ['query', 'question', 'user_input', 'message'].includes(variable);
    if (seen.has(variable) || isQuestion) return [];
    seen.add(variable);
    return [inputVariable(input, variable)];
  });
}

function inputVariable(input: PlanInput, variable: string) {
  const asked = inputTypes[input.type.toLowerCase()] ?? 'paragraph';
  const type = asked === 'select' && input.options.length === 0 ? 'text-input' : asked;
  return {
    variable,
    label: input.label || input.name || variable,
    type,
    required: input.required,
    options: type === 'select' ? input.options : [],
    ...(type === 'text-input' ? { max_length: 256 } : {}),
    ...(type === 'file' || type === 'file-list'
      ? {
          allowed_file_types: ['document', 'image'],
          allowed_file_extensions: [],
          allowed_file_upload_methods: ['local_file', 'remote_url'],
        }
      : {}),
  };
}

/** What flows into a step: what the step before it gives, and so on back to the question or the first input. */
function valueBefore(
  id: string,
  { steps, edges, references, inputs, isChat }: Build,
): Selector | null {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  let sources = edges.flatMap(({ source, target }) => (target === id ? [source] : []));
  while (sources.length > 0) {
    for (const source of sources) {
      const step = byId.get(source);
      const value = step && step.branches.length === 0 ? references.mainOf(step) : null;
      if (value) return value;
      seen.add(source);
    }
    const reached = new Set(sources);
    sources = edges.flatMap(({ source, target }) =>
      reached.has(target) && !seen.has(source) ? [source] : [],
    );
  }
  if (isChat) return ['sys', 'query'];
  const [first] = inputs;
  return first ? [startId, first.variable] : null;
}

/** An answer, or one output, for every way that would lead nowhere. */
function endings(build: Build): {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly PlanEdge[];
} {
  const { steps, edges, isChat } = build;
  const loose = looseEnds(steps, edges).filter(
    ({ source }) => steps.find(({ id }) => id === source)?.kind !== 'answer',
  );
  if (loose.length === 0 && steps.length > 0) return { nodes: [], edges: [] };
  return isChat ? answersFor(loose, build) : outputFor(loose, build);
}

function answersFor(
  loose: readonly Omit<PlanEdge, 'target'>[],
  { steps, references, facts }: Build,
) {
  const sorry = words.sorry[facts.language];
  const nodes: GraphNode[] = [];
  const edges: PlanEdge[] = [];
  for (const [index, { source, handle }] of loose.entries()) {
    const step = steps.find(({ id }) => id === source);
    const value = step && step.branches.length === 0 ? references.mainOf(step) : null;
    const id = `answer_end_${index + 1}`;
    const text = value ? `{{#${value.join('.')}#}}` : sorry;
    nodes.push(node(id, 'answer', words.answer[facts.language], { answer: text, variables: [] }));
    edges.push({ source, handle, target: id });
  }
  return { nodes, edges };
}

function outputFor(
  loose: readonly Omit<PlanEdge, 'target'>[],
  { steps, references, facts }: Build,
) {
  const id = 'output_end';
  const title = words.output[facts.language];
  const values = loose.flatMap(({ source }) => {
    const step = steps.find((one) => one.id === source);
    const value = step && step.branches.length === 0 ? references.mainOf(step) : null;
    return value ? [value] : [];
  });
  const [only] = values;
  if (values.length > 1) {
    const join = 'first_result';
    return {
      nodes: [
        node(join, 'variable-aggregator', words.join[facts.language], {
          output_type: 'string',
          variables: values,
        }),
        node(id, 'end', title, { outputs: [output('result', [join, 'output'])] }),
      ],
      edges: [
        ...loose.map(({ source, handle }) => ({ source, handle, target: join })),
        { source: join, handle: 'source', target: id },
      ],
    };
  }
  return {
    nodes: [node(id, 'end', title, { outputs: only ? [output('result', only)] : [] })],
    edges: loose.map(({ source, handle }) => ({ source, handle, target: id })),
  };
}

/** Without what the start does not lead to. */
function graphOf(nodes: readonly GraphNode[], edges: readonly PlanEdge[]): Graph {
  const reached = nodes.filter(({ id }) => leadsTo(edges, startId, id));
  const ids = new Set(reached.map(({ id }) => id));
  const kept = edges
    .filter(({ source, target }) => ids.has(source) && ids.has(target))
    .map(({ source, handle, target }): GraphEdge => ({
      id: `${source}-${handle}-${target}-target`,
      source,
      handle,
      target,
      extra: {},
    }));
  return {
    nodes: layoutGraph(reached, kept),
    edges: kept,
    viewport: { x: 0, y: 0, zoom: 1 },
  };
}

/** One picture, if it is one. */
function iconOf(text: string): string | null {
  const [first] = new Intl.Segmenter().segment(text.trim());
  return first && /\p{Extended_Pictographic}/u.test(first.segment) ? first.segment : null;
}

const fileUpload = {
  enabled: true,
  allowed_file_types: ['document', 'image'],
  allowed_file_extensions: [],
  allowed_file_upload_methods: ['local_file', 'remote_url'],
  number_limits: 3,
};

const words = {
  start: { en: 'Start', zh: '开始' },
  answer: { en: 'Answer', zh: '回复' },
  output: { en: 'Output', zh: '输出' },
  join: { en: 'First result', zh: '汇总结果' },
  name: { en: 'New app', zh: '新应用' },
  sorry: {
    en: 'Sorry, I cannot help with this.',
    zh: '抱歉，我无法处理这个问题。',
  },
} as const;
