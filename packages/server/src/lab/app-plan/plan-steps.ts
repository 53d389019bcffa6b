import type { Plan, PlanStep } from './plan.ts';

/** What a step of a plan can be, by the node kind that it becomes. */
export type StepKind =
  | 'llm'
  | 'question-classifier'
  | 'if-else'
  | 'parameter-extractor'
  | 'http-request'
  | 'template-transform'
  | 'code'
  | 'document-extractor'
  | 'variable-aggregator'
  | 'answer'
  | 'end';

/** A step with an id that references can name, and its kind settled. */
export interface NamedStep extends PlanStep {
  readonly kind: StepKind;
  /** Ways out of a branching step: what the plan calls them, and the handle. */
  readonly branches: readonly { readonly name: string; readonly handle: string }[];
}

const kindsByWord: Readonly<Record<string, StepKind>> = {
  ask_model: 'llm',
  ask: 'llm',
  llm: 'llm',
  model: 'llm',
  generate: 'llm',
  classify: 'question-classifier',
  classifier: 'question-classifier',
  question_classifier: 'question-classifier',
  route: 'question-classifier',
  if: 'if-else',
  if_else: 'if-else',
  condition: 'if-else',
  decide: 'if-else',
  extract: 'parameter-extractor',
  parameter_extractor: 'parameter-extractor',
  http: 'http-request',
  http_request: 'http-request',
  request: 'http-request',
  fetch: 'http-request',
  template: 'template-transform',
  template_transform: 'template-transform',
  format: 'template-transform',
  code: 'code',
  python: 'code',
  read_file: 'document-extractor',
  document_extractor: 'document-extractor',
  first_of: 'variable-aggregator',
  merge: 'variable-aggregator',
  variable_aggregator: 'variable-aggregator',
  answer: 'answer',
  reply: 'answer',
  output: 'end',
  end: 'end',
  result: 'end',
};

/** The steps that can be built, and what is wrong with the others, in words for whoever wrote the plan. */
export function nameSteps(
  plan: Plan,
  isChat: boolean,
): { readonly steps: readonly NamedStep[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const taken = new Set(['start', 'sys', 'env', 'conversation', 'query']);
  for (const { name } of plan.inputs) taken.add(identifierFrom(name));
  const steps = plan.steps.flatMap((step): NamedStep[] => {
    const kind = kindOf(step, isChat);
    // Starting is not a step of its own here, but models like to write it down.
    if (step.do === 'start' || step.do === 'input') return [];
    if (kind === null) {
      problems.push(`Step "${step.id}": "${step.do}" is not something that a step can do.`);
      return [];
    }
    const fault = faultOf(step, kind);
    if (fault !== null) {
      problems.push(`Step "${step.id}": ${fault}`);
      return [];
    }
    const base = identifierFrom(step.id || step.title || step.do);
    let id = base;
    for (let count = 2; taken.has(id); count += 1) id = `${base}_${count}`;
    taken.add(id);
    return [{ ...step, id, kind, branches: branchesOf(step, kind) }];
  });
  return { steps, problems };
}

function kindOf(step: PlanStep, isChat: boolean): StepKind | null {
  const word = step.do.toLowerCase().replaceAll(/[\s-]+/g, '_');
  const kind = kindsByWord[word] ?? (step.prompt !== '' ? 'llm' : null);
  // Chats answer, workflows give outputs; what is meant is the same.
  if (kind === 'answer' && !isChat) return 'end';
  if (kind === 'end' && isChat) return 'answer';
  return kind;
}

function faultOf(step: PlanStep, kind: StepKind): string | null {
  if (kind === 'llm' && step.prompt === '' && step.system === '') return '"prompt" is empty.';
  if (kind === 'question-classifier' && step.classes.length < 2)
    return '"classes" needs at least two names.';
  if (kind === 'if-else' && step.all.length === 0 && step.any.length === 0)
    return '"all" needs at least one condition.';
  if (kind === 'parameter-extractor' && step.fields.length === 0)
    return '"fields" needs at least one field.';
  if (kind === 'http-request' && !/^https?:\/\/|^\{\{/.test(step.url.trim()))
    return '"url" must be an http address.';
  if (kind === 'code' && !step.code.includes('main')) return '"code" must define main.';
  return null;
}

function branchesOf(step: PlanStep, kind: StepKind): NamedStep['branches'] {
  if (kind === 'question-classifier')
    return step.classes.map((name, index) => ({ name, handle: String(index + 1) }));
  if (kind === 'if-else')
    return [
      { name: 'yes', handle: 'true' },
      { name: 'no', handle: 'false' },
    ];
  return [];
}

/** The handle of a branch by what a plan calls it. */
export function handleOf({ branches }: NamedStep, name: string): string | null {
  const wanted = plain(name);
  const found = branches.find(
    (branch) => plain(branch.name) === wanted || branch.handle === wanted,
  );
  if (found) return found.handle;
  if (wanted === 'true' || wanted === 'then') return handleIn(branches, 'true');
  if (wanted === 'false' || wanted === 'else' || wanted === 'otherwise')
    return handleIn(branches, 'false');
  return null;
}

function handleIn(branches: NamedStep['branches'], handle: string): string | null {
  return branches.some((branch) => branch.handle === handle) ? handle : null;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

/** A name that `{{#…#}}` can hold, from any words. */
export function identifierFrom(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase()
    .slice(0, 28);
  if (letters === '') return `value_${shortHash(name)}`;
  return /^[a-z]/.test(letters) ? letters : `v_${letters}`.slice(0, 28);
}

/** Tells apart names that have no Latin letter. */
function shortHash(text: string): string {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 46_656;
  return hash.toString(36);
}
