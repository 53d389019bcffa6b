import {
  AppError,
  noUsage,
  type ModelGateway,
  type ModelKind,
  type ModelRef,
} from '@outpost/contracts';
import { costOf } from '../catalogue/cost.ts';
import { callOfKind, type ModelClient } from '../client.ts';
import { answerFault } from '../http/answer-fault.ts';
import { startDeadlines, type Deadlines } from '../http/deadlines.ts';
import { attemptCall, type Attempt, type AttemptTools } from './attempts.ts';
import type { ResolvedModel } from './resolve-model.ts';
import { embedAll } from './embed-all.ts';

type Services = Omit<ModelGateway, 'chat'>;
type Plans = {
  readonly plan: (ref: ModelRef | null, kind: ModelKind) => Promise<readonly ResolvedModel[]>;
};

/** The kinds whose answers come as a whole. */
export function createServices(
  tools: AttemptTools & { readonly tokens: { count(text: string): number } },
  { plan }: Plans,
): Services {
  const head = async (ref: ModelRef | null, kind: ModelKind) => {
    const models = await plan(ref, kind);
    const [first] = models;
    if (!first) throw new AppError('model_default_missing', { details: { kind } });
    return { models, first };
  };
  return {
    async embedder(ref) {
      const { models, first } = await head(ref, 'embedding');
      return {
        ref: first.ref,
        batchMax: first.batchMax,
        async embed(texts, { signal, purpose }) {
          const startedAt = tools.clock.monotonic();
          const { vectors, promptTokens } = await embedAll(texts, first.batchMax, (batch) =>
            wholeCall(tools, { plan: models, kind: 'embedding', signal }, (call, context) =>
              call(batch, { ...context, purpose }),
            ),
          );
          const counted = promptTokens ?? tools.tokens.count(texts.join('\n'));
          return {
            vectors,
            usage: {
              ...noUsage,
              ...costOf({ promptTokens: counted, completionTokens: 0 }, first.price),
              latencyMs: tools.clock.monotonic() - startedAt,
              ...(promptTokens === null ? { estimated: true } : {}),
            },
          };
        },
      };
    },
    async reranker(ref) {
      const { models, first } = await head(ref, 'rerank');
      return {
        ref: first.ref,
        rerank: (request, { signal }) =>
          wholeCall(tools, { plan: models, kind: 'rerank', signal }, (call, context) =>
            call(request, context),
          ),
      };
    },
    async speechToText(ref) {
      const { models } = await head(ref, 'speech-to-text');
      return {
        transcribe: (audio, { signal, language = null }) =>
          wholeCall(tools, { plan: models, kind: 'speech-to-text', signal }, (call, context) =>
            call({ ...audio, language }, context),
          ),
      };
    },
    async textToSpeech(ref) {
      const { models, first } = await head(ref, 'text-to-speech');
      const voices = first.voices;
      return {
        voices,
        speak: ({ text, voice }, { signal }) =>
          attemptCall(tools, { plan: models, signal }, (attempt) =>
            openSpeech(tools, attempt, {
              text,
              voice: voice ?? attempt.model.voices[0]?.id ?? null,
              signal,
            }),
          ),
      };
    },
    async moderation(ref) {
      const { models } = await head(ref, 'moderation');
      return {
        moderate: (text, { signal }) =>
          wholeCall(tools, { plan: models, kind: 'moderation', signal }, (call, context) =>
            call(text, context),
          ),
      };
    },
  };
}

type CallOf<Kind extends ModelKind> = NonNullable<ModelClient[(typeof callOfKind)[Kind]]>;

function wholeCall<Kind extends ModelKind, T>(
  tools: AttemptTools,
  {
    plan,
    kind,
    signal,
  }: { readonly plan: readonly ResolvedModel[]; readonly kind: Kind; readonly signal: AbortSignal },
  run: (
    call: CallOf<Kind>,
    context: { readonly model: ResolvedModel['target']; readonly signal: AbortSignal },
  ) => Promise<T>,
): Promise<T> {
  return attemptCall(tools, { plan, signal }, async (attempt) => {
    const { model, release } = attempt;
    const call = callOf(attempt, kind);
    const deadlines = watch(tools, model, signal);
    try {
      return await run(call, { model: model.target, signal: deadlines.signal });
    } catch (error) {
      throw deadlines.signal.aborted ? deadlines.signal.reason : answerFault(error, model.ref.name);
    } finally {
      deadlines.dispose();
      release();
    }
  });
}

/** Sound is played while it is still being made: the slot and the watch end with its last byte. */
async function openSpeech(
  tools: AttemptTools,
  attempt: Attempt,
  {
    text,
    voice,
    signal,
  }: { readonly text: string; readonly voice: string | null; readonly signal: AbortSignal },
): ReturnType<NonNullable<ModelClient['speak']>> {
  const { model, release } = attempt;
  const call = callOf(attempt, 'text-to-speech');
  const deadlines = watch(tools, model, signal);
  try {
    const { mediaType, audio } = await call(
      { text, voice },
      { model: model.target, signal: deadlines.signal },
    );
    // Sound that nobody plays gives its slot back when its time is up.
    deadlines.signal.addEventListener('abort', release, { once: true });
    return { mediaType, audio: watched(audio) };
  } catch (error) {
    const { aborted, reason } = deadlines.signal;
    deadlines.dispose();
    throw aborted ? reason : answerFault(error, model.ref.name);
  }

  async function* watched(audio: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* audio;
    } catch (error) {
      throw deadlines.signal.aborted ? deadlines.signal.reason : answerFault(error, model.ref.name);
    } finally {
      deadlines.dispose();
      release();
    }
  }
}

function callOf<Kind extends ModelKind>({ client, model }: Attempt, kind: Kind): CallOf<Kind> {
  const call = client[callOfKind[kind]];
  if (call) return call.bind(client) as CallOf<Kind>;
  const { provider, name } = model.ref;
  throw new AppError('model_kind_unsupported', { details: { provider, model: name, kind } });
}

function watch(
  { clock }: AttemptTools,
  { ref, limits }: ResolvedModel,
  signal: AbortSignal,
): Deadlines {
  return startDeadlines({ clock, limits, model: ref.name, signal, streamed: false });
}
