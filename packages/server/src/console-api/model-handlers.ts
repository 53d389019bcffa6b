import type { ModelKind } from '@outpost/contracts';
import { probeServer, providers, type ProviderManifest } from '@outpost/models';
import type { Provider } from '@outpost/store';
import type { ConsoleHandlers } from '../http/console-router.ts';
import { eventStream } from '../http/event-stream.ts';
import { storedProvider } from '../models/model-settings.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { listCatalogue } from '../models/list-catalogue.ts';

type Names =
  | 'listProviderManifests'
  | 'listProviders'
  | 'saveProvider'
  | 'deleteProvider'
  | 'probeProvider'
  | 'listModels'
  | 'saveCustomModel'
  | 'readModelDefaults'
  | 'saveModelDefaults';

const addressLabel = { en: 'Address', zh: '地址' };

export function modelHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { workspaceModels, modelsOf, egress, clock } = services;
  return {
    listProviderManifests: () => ({ data: providers.map(manifestOf) }),

    async listProviders(call) {
      const found = await workspaceModels.providers(signedInOf(call).workspaceId);
      return { data: found.map(providerOf) };
    },
    async saveProvider(call, { body }) {
      const { baseUrl = '', ...credentials } = body.settings;
      const saved = await workspaceModels.saveProvider(signedInOf(call).workspaceId, {
        id: body.id,
        type: body.providerId,
        name: body.name,
        enabled: body.enabled,
        baseUrl: baseUrl.trim().replace(/\/+$/, '') || null,
        credentials,
        dialect: body.dialect,
      });
      return providerOf(saved);
    },
    deleteProvider: (call, { params }) =>
      workspaceModels.removeProvider(signedInOf(call).workspaceId, params.id),

    probeProvider(call, { body }) {
      const { baseUrl = '', ...credentials } = body.settings;
      return eventStream({
        start(sink) {
          const control = new AbortController();
          probeServer({
            type: body.providerId,
            baseUrl: baseUrl === '' ? null : baseUrl,
            credentials,
            ...(body.model === undefined ? {} : { model: body.model }),
            fetch: egress.fetch,
            clock,
            signal: control.signal,
            onStep: (step) => sink.send({ type: 'step', step }),
          })
            .then((report) => sink.send({ type: 'report', report }))
            .catch((error: unknown) => sink.send({ type: 'error', message: String(error) }))
            .finally(() => sink.close());
          return () => control.abort();
        },
      });
    },

    async listModels(call, { query }) {
      const kind = query.kind as ModelKind;
      const usable = await modelsOf(signedInOf(call).workspaceId).list({ kind });
      const data = usable
        .filter(({ ref }) => query.provider === undefined || ref.provider === query.provider)
        .map(({ ref, contextTokens, features }) => ({
          provider: ref.provider,
          name: ref.name,
          label: ref.name,
          kind,
          contextTokens,
          features: [...features],
          available: true,
        }));
      if (query.available) return { data };
      const have = new Set(data.map(({ provider, name }) => `${provider} ${name}`));
      const rest = (await listCatalogue(kind, query.provider)).filter(
        ({ provider, name }) => !have.has(`${provider} ${name}`),
      );
      return { data: [...data, ...rest] };
    },
    async saveCustomModel(call, { body }) {
      const { provider, name, facts } = body;
      const kind = body.kind as ModelKind;
      const { workspaceId } = signedInOf(call);
      await workspaceModels.saveModel(workspaceId, { provider, name, kind, facts });
      const known = await modelsOf(workspaceId).facts({ provider, name }, kind);
      return {
        provider,
        name,
        kind,
        label: name,
        contextTokens: known.contextTokens,
        features: [...known.features],
        available: true,
      };
    },
    readModelDefaults: async (call) => ({
      ...(await workspaceModels.routes(signedInOf(call).workspaceId)),
    }),
    async saveModelDefaults(call, { body }) {
      const { workspaceId } = signedInOf(call);
      await workspaceModels.saveRoutes(workspaceId, body);
      return { ...(await workspaceModels.routes(workspaceId)) };
    },
  };
}

function manifestOf(manifest: ProviderManifest) {
  const { id, title, kinds, credentialFields, baseUrl } = manifest;
  const address = {
    name: 'baseUrl',
    label: addressLabel,
    type: 'url' as const,
    required: baseUrl === null,
    default: baseUrl,
    options: null,
  };
  return {
    id,
    name: { ...title },
    kinds: [...kinds],
    fields: [
      address,
      ...credentialFields.map((field) => ({
        name: field.name,
        label: { ...field.title },
        type: field.secret
          ? ('secret' as const)
          : field.options
            ? ('select' as const)
            : ('text' as const),
        required: field.required,
        default: field.default ?? null,
        options: field.options ? [...field.options] : null,
      })),
    ],
  };
}

/** Secrets show their last four characters. */
function providerOf(provider: Provider) {
  const { type, keys } = storedProvider(provider);
  const secretNames = new Set(
    providers
      .find(({ id }) => id === type)
      ?.credentialFields.filter(({ secret }) => secret)
      .map(({ name }) => name),
  );
  const settings: Record<string, string> = { baseUrl: provider.baseUrl ?? '' };
  for (const { credentials } of keys)
    for (const [name, value] of Object.entries(credentials)) {
      const shown = secretNames.has(name)
        ? `••••${value.length >= 12 ? value.slice(-4) : ''}`
        : value;
      settings[name] = settings[name] === undefined ? shown : `${settings[name]}\n${shown}`;
    }
  return {
    id: provider.provider,
    providerId: type,
    name: provider.name,
    enabled: provider.enabled,
    settings,
    dialect: provider.dialect && { ...provider.dialect },
    updatedAt: provider.updatedAt,
  };
}
