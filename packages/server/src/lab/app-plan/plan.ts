/**
 * A plan is what a model writes when it drafts an app: small JSON with steps in the order in which
 * they happen. Texts name values as `{{input}}`, `{{query}}` (the question of a chat), `{{step}}` or
 * `{{step.field}}`. It is read leniently, because small models bend every rule; what it cannot mean
 * is left out and noted.
 */
import { z } from 'zod';

const text = z.coerce.string().max(20_000).catch('');
const shortText = z.coerce.string().trim().max(400).catch('');
const texts = z
  .union([
    z.array(z.coerce.string().max(2000)),
    z.string().transform((one) => one.split(/[,，、\n]/)),
  ])
  .catch([])
  .transform((list) =>
    list
      .map((one) => one.trim())
      .filter(Boolean)
      .slice(0, 50),
  );

const input = z.object({
  name: shortText,
  label: shortText,
  type: shortText,
  required: z.boolean().catch(true),
  options: texts,
});
export type PlanInput = z.output<typeof input>;

const condition = z.object({
  left: shortText,
  operator: shortText,
  right: shortText,
});

const field = z.object({ name: shortText, type: shortText, description: shortText });

const step = z.object({
  id: shortText,
  do: shortText,
  title: shortText,
  /** Steps, or `step.branch`, that it follows; the step before it in the list when empty. */
  after: texts,
  /** Of branching steps: the next step by branch. */
  next: z.record(z.string(), z.coerce.string()).catch({}),
  system: text,
  prompt: text,
  /** What is classified, extracted from, answered or put together. */
  text,
  classes: texts,
  fields: z.array(field).max(30).catch([]),
  all: z.array(condition).max(20).catch([]),
  any: z.array(condition).max(20).catch([]),
  method: shortText,
  url: text,
  headers: z.record(z.string(), z.coerce.string()).catch({}),
  body: text,
  language: shortText,
  code: text,
  /** Arguments of code, by name; results of an output step, by name. */
  values: z.record(z.string(), z.coerce.string()).catch({}),
  /** Names of what code gives back. */
  results: texts,
  /** Alternatives, of which the first that is there counts. */
  first: texts,
});
export type PlanStep = z.output<typeof step>;

const plan = z.object({
  name: shortText,
  description: shortText,
  icon: shortText,
  type: shortText,
  opening: text,
  suggestions: texts,
  inputs: z.array(input).max(30).catch([]),
  steps: z.array(step).min(1).max(40),
});
export type Plan = z.output<typeof plan>;

/** Null when it is no plan at all. */
export function readPlan(json: unknown): Plan | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const tree = json as Readonly<Record<string, unknown>>;
  // Some models wrap what they were asked for.
  const inner = tree['plan'] ?? tree['app'] ?? tree;
  const parsed = plan.safeParse(withBlanks(inner));
  if (!parsed.success) return null;
  const steps = parsed.data.steps.filter((one) => one.do !== '' || one.prompt !== '');
  return steps.length > 0 ? { ...parsed.data, steps } : null;
}

/** Absent fields count as empty ones, at every level. */
function withBlanks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const tree = value as Readonly<Record<string, unknown>>;
  const list = (item: unknown): readonly unknown[] => (Array.isArray(item) ? item : []);
  return {
    ...blanks,
    ...tree,
    inputs: list(tree['inputs']).flatMap((item) => {
      if (typeof item === 'string') return [{ ...blanks, name: item }];
      return typeof item === 'object' && item !== null ? [{ ...blanks, ...item }] : [];
    }),
    steps: list(tree['steps'] ?? tree['nodes']).flatMap((item) =>
      typeof item === 'object' && item !== null ? [{ ...blanks, ...renamed(item) }] : [],
    ),
  };
}

/** Names that models use for the same thing. */
function renamed(item: object): object {
  const step = item as Readonly<Record<string, unknown>>;
  const all = {
    ...step,
    do: step['do'] ?? step['type'] ?? step['kind'] ?? step['action'],
    text: step['text'] ?? step['input'] ?? step['template'] ?? step['answer'],
    prompt: step['prompt'] ?? step['instruction'],
    values: step['values'] ?? step['outputs'] ?? step['variables'],
    all: step['all'] ?? step['conditions'],
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value != null));
}

const blanks = {
  name: '',
  label: '',
  title: '',
  description: '',
  id: '',
  do: '',
  type: '',
  icon: '',
  opening: '',
  system: '',
  prompt: '',
  text: '',
  method: '',
  url: '',
  body: '',
  language: '',
  code: '',
  required: true,
  options: [],
  suggestions: [],
  after: [],
  next: {},
  classes: [],
  fields: [],
  all: [],
  any: [],
  headers: {},
  values: {},
  results: [],
  first: [],
};
