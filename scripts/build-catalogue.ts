/**
 * Writes `packages/models/src/generated/catalogue/` from a file of vendors' facts:
 *
 *     node scripts/build-catalogue.ts <facts.json>
 *
 * The facts are `{ [vendor]: { models: [{ id, type, mode, context, max_output, features, params,
 * price, max_chunks, default_voice, deprecated }] } }`. `catalogue-supplement.json` beside this
 * script has the same form, for models that app files name and the facts have forgotten. Only vendors that a provider names as its
 * `catalogue` are written, a file each with a row a line, so that a change is a readable diff.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFeature, ModelKind } from '../packages/contracts/src/index.ts';
import type { CatalogRow } from '../packages/models/src/catalogue/find-catalog-models.ts';
import { providers } from '../packages/models/src/providers/registry.ts';

interface Fact {
  readonly id: string;
  readonly type: string;
  readonly mode?: string;
  readonly context?: number;
  readonly max_output?: number;
  readonly features?: readonly string[];
  readonly params?: readonly string[];
  readonly price?: {
    readonly input: string;
    readonly output?: string;
    readonly unit: string;
    readonly currency: string;
  };
  readonly max_chunks?: number;
  readonly default_voice?: string;
  readonly deprecated?: boolean;
}

type Facts = Readonly<Record<string, { readonly models: readonly Fact[] }>>;

const folder = join(import.meta.dirname, '../packages/models/src/generated/catalogue');
const kinds: Readonly<Record<string, ModelKind>> = {
  llm: 'chat',
  'text-embedding': 'embedding',
  rerank: 'rerank',
  speech2text: 'speech-to-text',
  tts: 'text-to-speech',
  moderation: 'moderation',
};
const featureNames: Readonly<Record<string, readonly ModelFeature[]>> = {
  vision: ['vision'],
  audio: ['audio'],
  video: ['video'],
  document: ['document'],
  'tool-call': ['tools'],
  'stream-tool-call': ['tools'],
  'multi-tool-call': ['tools', 'parallel-tools'],
  'structured-output': ['structured-output'],
};
const parameterFeatures: Readonly<Record<string, ModelFeature>> = {
  response_format: 'json-mode',
  json_schema: 'structured-output',
  thinking: 'reasoning',
  enable_thinking: 'reasoning',
  thinking_budget: 'reasoning',
  thinking_level: 'reasoning',
  thinking_mode: 'reasoning',
  reasoning_effort: 'reasoning',
  reasoning_type: 'reasoning',
  reasoning_mode: 'reasoning',
};

function main(): void {
  const [source] = process.argv.slice(2);
  if (!source)
    throw new Error('Say where the facts are: node scripts/build-catalogue.ts <facts.json>');
  const facts = readFacts(source);
  const supplement = readFacts(join(import.meta.dirname, 'catalogue-supplement.json'));
  const wanted = new Set(providers.flatMap(({ catalogue }) => catalogue ?? []));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const vendor of [...wanted].sort()) {
    const rows = uniqueRows([
      ...(supplement[vendor]?.models ?? []),
      ...(facts[vendor]?.models ?? []),
    ]);
    if (rows.length === 0) throw new Error(`The facts have no models of ${vendor}.`);
    const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
    writeFileSync(join(folder, `${vendor}.json`), `[\n${lines}\n]\n`);
    count += rows.length;
  }
  writeFileSync(join(folder, 'files.ts'), indexOf([...wanted].sort()));
  console.log(`${count} models of ${wanted.size} vendors.`);
}

function readFacts(file: string): Facts {
  return JSON.parse(readFileSync(file, 'utf8')) as Facts;
}

/** Of two rows with one name the later wins: the facts go before the supplement. */
function uniqueRows(models: readonly Fact[]): readonly CatalogRow[] {
  const rows = new Map<string, CatalogRow>();
  for (const fact of models) {
    const kind = kinds[fact.type];
    if (kind) rows.set(`${kind}/${fact.id}`, rowOf(fact, kind));
  }
  return [...rows.values()];
}

function rowOf(fact: Fact, kind: ModelKind): CatalogRow {
  const features = featuresOf(fact);
  const price = priceOf(fact);
  return {
    name: fact.id,
    ...(kind === 'chat' ? {} : { kind }),
    ...(fact.mode === 'completion' ? { mode: 'completion' } : {}),
    ...(fact.context ? { context: fact.context } : {}),
    ...(fact.max_output ? { output: fact.max_output } : {}),
    ...(features.length > 0 ? { features } : {}),
    ...(fact.params && fact.params.length > 0 ? { parameters: fact.params } : {}),
    ...(price ? { price } : {}),
    ...(fact.max_chunks && kind === 'embedding' ? { batch: fact.max_chunks } : {}),
    ...(fact.default_voice ? { voice: fact.default_voice } : {}),
    ...(fact.deprecated ? { deprecated: true } : {}),
  };
}

function featuresOf({ features = [], params = [] }: Fact): readonly ModelFeature[] {
  const named = features.flatMap((feature) => featureNames[feature] ?? []);
  const implied = params.flatMap((name) => parameterFeatures[name] ?? []);
  return [...new Set([...named, ...implied])];
}

/** A price whose unit says nothing is dropped, unless it is nothing. */
function priceOf({ price }: Fact): CatalogRow['price'] | null {
  if (!price) return null;
  const { input, output = '0', unit, currency } = price;
  const isFree = Number(input) === 0 && Number(output) === 0;
  if (isFree) return ['0', '0', '0.000001', currency];
  if (Number(unit) === 0) return null;
  // “Per 1000000 tokens” instead of a factor.
  const factor = Number(unit) > 1 ? (1 / Number(unit)).toFixed(6) : unit;
  return [input, output, factor, currency];
}

function indexOf(vendors: readonly string[]): string {
  const rows = vendors.map(
    (vendor) =>
      `  ${JSON.stringify(vendor)}: () => import('./${vendor}.json', { with: { type: 'json' } }),`,
  );
  return `// Written by scripts/build-catalogue.ts.
/** Each vendor's file is loaded when a model of it is first asked for. */
export const catalogueFiles: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
${rows.join('\n')}
};
`;
}

main();
