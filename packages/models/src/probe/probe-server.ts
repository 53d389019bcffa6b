/**
 * Asks a server, step by step, what it can do, before anybody builds on it:
 *
 *     reach → tls → list → chat → stream → tools → json → embeddings → rerank
 *
 * A step that fails says why in words and shows what went over the wire. What refusals teach on the
 * way – a missing `/v1`, a parameter by another name – becomes the dialect that is stored with the
 * provider. A server that cannot be reached, or that refuses the key, is asked nothing further.
 */
import { AppError, type Clock, type ModelFeature, type ModelKind } from '@outpost/contracts';
import type { ModelClient } from '../client.ts';
import { cleanBaseUrl } from '../gateway/resolve-model.ts';
import { defaultLimits, type CallLimits } from '../gateway/settings.ts';
import type { Fetch } from '../http/fetch.ts';
import { isTlsError, transportError } from '../http/transport-error.ts';
import { openaiDialect, withDialect, type DialectChanges } from '../openai/dialect.ts';
import type { Credentials, Provider } from '../providers/provider.ts';
import { findProvider } from '../providers/registry.ts';
import { bounded, findingOf } from './probe-calls.ts';
import type { ProbeReport, ProbeStep, ProbeStepId } from './probe-report.ts';
import { pickModels } from './pick-models.ts';
import { chatSteps } from './chat-steps.ts';
import { vectorSteps } from './vector-steps.ts';
import { recordExchanges } from './record-exchanges.ts';

export interface ProbeRequest {
  /** A manifest's id. */
  readonly type: string;
  readonly baseUrl: string | null;
  readonly credentials: Credentials;
  readonly headers?: Readonly<Record<string, string>>;
  /** The models to try; guessed from the server's list when absent. */
  readonly model?: string;
  readonly embeddingModel?: string;
  readonly rerankModel?: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limits?: Partial<CallLimits>;
  /** Told of every step as it ends. */
  readonly onStep?: (step: ProbeStep) => void;
}

/** Throws `model_not_configured` for an unknown type; every failure of the server is in the report. */
export async function probeServer(request: ProbeRequest): Promise<ProbeReport> {
  const provider = findProvider(request.type);
  if (!provider)
    throw new AppError('model_not_configured', {
      details: { provider: request.type, model: request.model ?? '' },
    });
  const probe = createProbe(request, provider);
  if (!(await reach(probe))) return probe.report();
  await list(probe);
  if (probe.keyRefused) return probe.report();
  if (provider.manifest.kinds.includes('chat')) await chatSteps(probe);
  if (!probe.keyRefused) await vectorSteps(probe);
  return probe.report();
}

/** What the steps share. */
export interface Probe {
  readonly request: ProbeRequest;
  readonly provider: Provider;
  readonly limits: CallLimits;
  readonly models: {
    names: readonly string[];
    chat: string | null;
    embedding: string | null;
    rerank: string | null;
  };
  readonly kinds: Set<ModelKind>;
  readonly features: Set<ModelFeature>;
  keyRefused: boolean;
  /** A client in the dialect as known by now, with changes of one step. */
  readonly client: (changes?: DialectChanges) => Promise<ModelClient>;
  readonly learn: (changes: DialectChanges) => void;
  /** Of the last answer; empty when there was none. */
  readonly lastContentType: () => string;
  /** Runs a step; null when it failed or was left out. */
  readonly step: <T>(id: ProbeStepId, run: () => Promise<StepOutcome<T>>) => Promise<T | null>;
  readonly skip: (id: ProbeStepId, finding: ProbeStep['finding']) => void;
  readonly report: () => ProbeReport;
}

export interface StepOutcome<T> {
  readonly value: T;
  readonly finding: ProbeStep['finding'];
  readonly limited?: boolean;
  readonly skipped?: boolean;
}

function createProbe(request: ProbeRequest, provider: Provider): Probe {
  const { manifest } = provider;
  const { clock, credentials } = request;
  const secrets = manifest.credentialFields.flatMap(({ name, secret }) =>
    secret && credentials[name] ? [credentials[name]] : [],
  );
  const recorder = recordExchanges(request.fetch, secrets);
  const limits = { ...defaultLimits, ...probeLimits, ...request.limits };
  const given = request.baseUrl ?? manifest.baseUrl ?? '';
  const baseUrl = cleanBaseUrl(given.replace(/\{(\w+)\}/g, (_, name) => credentials[name] ?? ''));
  const steps: ProbeStep[] = [];
  let learned: DialectChanges = {};

  const record = (step: ProbeStep): void => {
    steps.push(step);
    request.onStep?.(step);
  };
  const probe: Probe = {
    request: { ...request, baseUrl, fetch: recorder.fetch },
    provider,
    limits,
    models: {
      names: [],
      chat: request.model ?? null,
      embedding: request.embeddingModel ?? null,
      rerank: request.rerankModel ?? null,
    },
    kinds: new Set(),
    features: new Set(),
    keyRefused: false,
    client: async (changes) =>
      provider.open({
        fetch: recorder.fetch,
        clock,
        provider: manifest.id,
        baseUrl,
        credentials,
        headers: request.headers ?? {},
        limits,
        secrets,
        dialect: () => withDialect(openaiDialect, provider.dialect, learned, changes),
        learn: (_, fresh) => probe.learn(fresh),
      }),
    learn: (fresh) => {
      learned = { ...learned, ...fresh };
    },
    lastContentType: () => recorder.lastContentType(),
    async step(id, run) {
      request.signal.throwIfAborted();
      const startedAt = clock.monotonic();
      recorder.take();
      try {
        const { value, finding, limited = false, skipped = false } = await run();
        const evidence = limited ? recorder.take() : [];
        const status = skipped ? 'skipped' : limited ? 'limited' : 'passed';
        record({ id, status, finding, durationMs: clock.monotonic() - startedAt, evidence });
        return value;
      } catch (thrown) {
        request.signal.throwIfAborted();
        const finding = findingOf(thrown);
        if (thrown instanceof AppError && thrown.code === 'model_access_refused')
          probe.keyRefused = true;
        const durationMs = clock.monotonic() - startedAt;
        record({ id, status: 'failed', finding, durationMs, evidence: recorder.take() });
        return null;
      }
    },
    skip: (id, finding) => record({ id, status: 'skipped', finding, durationMs: 0, evidence: [] }),
    report() {
      const { versionPath = '', ...dialect } = learned;
      const { names, chat, embedding, rerank } = probe.models;
      return {
        usable: probe.kinds.size > 0,
        baseUrl: baseUrl + versionPath,
        dialect,
        models: names,
        tried: { chat, embedding, rerank },
        kinds: [...probe.kinds],
        features: [...probe.features],
        steps,
      };
    },
  };
  return probe;
}

/** Reach and TLS: any HTTP answer will do. False when there is nobody to ask. */
async function reach({ step, skip, request, limits }: Probe): Promise<boolean> {
  const { fetch, clock, signal, baseUrl } = request;
  const url = baseUrl ?? '';
  let tlsError: unknown = null;
  const reached = await step('reach', async () => {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new AppError('model_provider_misconfigured', {
        details: { provider: request.type, reason: `“${url}” is not an http or https address.` },
      });
    const bounds = { clock, signal, limits: { ...limits, firstTokenMs: limits.connectMs } };
    await bounded(bounds, request.model ?? '', async (within) => {
      try {
        const init = { method: 'GET', signal: within, connectTimeoutMs: limits.connectMs };
        const response = await fetch(url, init);
        await response.body?.cancel();
      } catch (thrown) {
        if (within.aborted) throw within.reason;
        const { connectMs } = limits;
        const error = transportError(thrown, { model: request.model ?? '', url, connectMs });
        if (!isTlsError(error)) throw error;
        tlsError = error;
      }
    });
    return { value: true, finding: { en: 'The server answers.', zh: '服务器有响应。' } };
  });
  if (!reached) return false;
  if (!url.startsWith('https:')) {
    skip('tls', { en: 'The address uses plain HTTP.', zh: '该地址使用 HTTP，未加密。' });
    return true;
  }
  const trusted = await step('tls', () =>
    tlsError
      ? Promise.reject(tlsError)
      : Promise.resolve({
          value: true,
          finding: { en: 'The certificate is trusted.', zh: '证书受信任。' },
        }),
  );
  return trusted ?? false;
}

/** The names of the models; a server without a list is no worse for it. */
async function list({ step, client, models, request, limits }: Probe): Promise<void> {
  const names = await step('list', async (): Promise<StepOutcome<readonly string[]>> => {
    const asked = await client();
    if (!asked.listModels)
      return {
        value: [],
        skipped: true,
        finding: { en: 'This provider has no list of models.', zh: '该供应商不提供模型列表。' },
      };
    const found = await bounded(
      { ...request, limits },
      '',
      async (signal) => asked.listModels?.({ signal }) ?? [],
    );
    const finding = {
      en: `It offers ${found.length} models.`,
      zh: `提供 ${found.length} 个模型。`,
    };
    return { value: found, finding };
  });
  if (!names) return;
  const guess = pickModels(names);
  models.names = names;
  models.chat ??= guess.chat;
  models.embedding ??= guess.embedding;
  models.rerank ??= guess.rerank;
}

const probeLimits: Partial<CallLimits> = {
  firstTokenMs: 90_000,
  idleMs: 30_000,
  totalMs: 180_000,
  responseBytesMax: 8 * 1024 * 1024,
};
