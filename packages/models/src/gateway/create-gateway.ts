import {
  AppError,
  type Clock,
  type ModelFacts,
  type ModelGateway,
  type ModelKind,
  type ModelProvider,
  type ModelRef,
  type TokenCounter,
} from '@outpost/contracts';
import type { Fetch } from '../http/fetch.ts';
import { type AttemptTools } from './attempts.ts';
import { createKeyPool } from './key-pool.ts';
import { createLearnedDialects } from './learned-dialects.ts';
import { listModels, type ListedModel } from './list-models.ts';
import { resolveModel, type ResolveContext, type ResolvedModel } from './resolve-model.ts';
import { roughTokens } from './estimate-tokens.ts';
import type { ModelSettings } from './settings.ts';
import { createSlots } from './slots.ts';
import { streamChat } from './stream-chat.ts';
import { createServices } from './services.ts';

export interface ModelGatewayOptions {
  /** Asked for every model; keep it cheap. */
  readonly settings: () => ModelSettings | Promise<ModelSettings>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Counts for servers that do not; a rule of thumb when absent. */
  readonly tokens?: TokenCounter;
  /** Models that need no address, such as those of this process. */
  readonly extraProviders?: readonly ModelProvider[];
  /** Between 0 and 1, to spread retries. */
  readonly random?: () => number;
}

/** Every model of an installation, and the list of them. */
export interface ModelDirectory extends ModelGateway {
  /** What can be chosen, by provider in the order of the settings. */
  list(filter?: { readonly kind?: ModelKind }): Promise<readonly ListedModel[]>;
  /** What is known of a model, without calling it. Throws as the gateway's other calls do. */
  facts(ref: ModelRef, kind: ModelKind): Promise<ModelFacts>;
}

/** The gateway to every model that is set up. It holds no connection: nothing needs closing. */
export function createModelGateway({
  settings,
  fetch,
  clock,
  tokens = { count: roughTokens },
  extraProviders = [],
  random = () => 0.5,
}: ModelGatewayOptions): ModelDirectory {
  const learned = createLearnedDialects();
  const tools: AttemptTools & { readonly tokens: TokenCounter } = {
    clock,
    tokens,
    random,
    keys: createKeyPool(clock),
    slots: createSlots(),
  };
  const context = async (): Promise<ResolveContext> => ({
    settings: await settings(),
    fetch,
    clock,
    learned,
    extraProviders,
  });
  const services = createServices(tools, { plan: planFor });

  async function planFor(ref: ModelRef | null, kind: ModelKind): Promise<readonly ResolvedModel[]> {
    const current = await context();
    const wanted = ref ?? current.settings.defaults?.[kind];
    if (!wanted) throw new AppError('model_default_missing', { details: { kind } });
    return planOf(current, wanted, kind);
  }
  return {
    ...services,
    async chat(ref) {
      const plan = await planFor(ref, 'chat');
      const facts = plan[0]?.facts;
      // A plan is never empty: an unknown model throws.
      if (!facts) throw new AppError('model_default_missing', { details: { kind: 'chat' } });
      return {
        // What is asked of the first must also suit its stand-ins.
        facts: { ...facts, readsUrls: plan.every((model) => model.facts.readsUrls) },
        stream: (request, { signal }) => streamChat(tools, { plan, request, signal }),
      };
    },
    async list(filter = {}) {
      return listModels(await context(), filter);
    },
    async facts(ref, kind) {
      return (await resolveModel(await context(), ref, kind)).facts;
    },
  };
}

/** The model and those that stand in for it. Stand-ins that are not set up are left out. */
async function planOf(
  context: ResolveContext,
  ref: ModelRef,
  kind: ModelKind,
): Promise<readonly ResolvedModel[]> {
  const model = await resolveModel(context, ref, kind);
  // Vectors of two models do not compare: a stand-in would spoil the index without a word.
  if (kind === 'embedding') return [model];
  const isThis = (other: ModelRef): boolean =>
    other.name === model.ref.name && other.provider === model.ref.provider;
  const chain = context.settings.chains?.find((candidate) => isThis(candidate.model));
  const plan = [model];
  for (const next of chain?.fallbacks ?? []) {
    try {
      if (!isThis(next)) plan.push(await resolveModel(context, next, kind));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return plan;
}
