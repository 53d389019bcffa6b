/**
 * What a workspace has set up about models, as the gateway reads it: kept in memory, read anew
 * after a change. Changes by another process on the same database arrive as a signal.
 */
import { AppError, type ModelKind, type ModelRef } from '@outpost/contracts';
import {
  findProvider,
  type CustomModel,
  type ModelSettings,
  type ProviderKey,
  type ProviderSettings,
} from '@outpost/models';
import type { Provider, Store } from '@outpost/store';

/** What is stored, sealed, of a provider. */
interface StoredProvider {
  /** A manifest's id. */
  readonly type: string;
  readonly keys: readonly ProviderKey[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProviderInput {
  /** What refs call it; the type's own id when it is the only one of its type. */
  readonly id?: string | undefined;
  readonly type: string;
  readonly name?: string | undefined;
  readonly enabled: boolean;
  readonly baseUrl: string | null;
  /** By the manifest's field names; several keys of a pool are lines of one field. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly dialect?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface RoutesInput {
  readonly defaults: Readonly<Record<string, ModelRef | null>>;
  readonly replacements: readonly { readonly from: ModelRef; readonly to: ModelRef }[];
  readonly chains: readonly { readonly model: ModelRef; readonly fallbacks: readonly ModelRef[] }[];
}

export type WorkspaceModels = ReturnType<typeof createWorkspaceModels>;

const channel = 'model-settings';
const routesKey = 'model-routes';

export function createWorkspaceModels(store: Store) {
  const kept = new Map<string, Promise<ModelSettings>>();
  const leaveSignals = store.signals.subscribe(channel, (workspaceId) => kept.delete(workspaceId));
  const leaveGaps = store.signals.onGap(() => kept.clear());
  const changed = async (workspaceId: string): Promise<void> => {
    kept.delete(workspaceId);
    await store.signals.publish(channel, workspaceId);
  };

  return {
    settings(workspaceId: string): Promise<ModelSettings> {
      const known = kept.get(workspaceId);
      if (known) return known;
      const read = readSettings(store, workspaceId);
      kept.set(workspaceId, read);
      read.catch(() => kept.delete(workspaceId));
      return read;
    },

    providers: (workspaceId: string) => store.providers.list(workspaceId),

    /** Adds or changes a provider; an empty secret keeps the stored one while the address stays. */
    async saveProvider(workspaceId: string, input: ProviderInput): Promise<Provider> {
      const manifest = findProvider(input.type)?.manifest;
      if (!manifest)
        throw new AppError('not_found', { details: { thing: `The provider ${input.type}` } });
      const provider = input.id ?? manifest.id;
      const before = await store.providers.get(workspaceId, provider);
      // A stored key never goes to another address than the one that it was given for.
      const isSameAddress = before !== null && before.baseUrl === input.baseUrl;
      const [firstKey] = isSameAddress ? storedProvider(before).keys : [];
      const credentials: Record<string, string> = {};
      for (const { name, required, secret, default: fallback } of manifest.credentialFields) {
        const given = input.credentials[name]?.trim() ?? '';
        const value = given !== '' || !secret ? given : (firstKey?.credentials[name] ?? '');
        if (value !== '') credentials[name] = value;
        else if (fallback !== undefined) credentials[name] = fallback;
        else if (required)
          throw new AppError('request_invalid', {
            details: { path: `settings.${name}`, reason: 'it is required' },
          });
      }
      if (input.baseUrl === null && manifest.baseUrl === null)
        throw new AppError('request_invalid', {
          details: { path: 'settings.baseUrl', reason: 'the address is required' },
        });
      const stored: StoredProvider = {
        type: manifest.id,
        keys: keysFrom(credentials),
        headers: {},
      };
      await store.providers.put({
        workspaceId,
        provider,
        name: input.name ?? before?.name ?? manifest.title.en,
        credentials: { ...stored },
        baseUrl: input.baseUrl,
        dialect: input.dialect === undefined ? (before?.dialect ?? null) : input.dialect,
        enabled: input.enabled,
      });
      await changed(workspaceId);
      const saved = await store.providers.get(workspaceId, provider);
      if (!saved)
        throw new AppError('not_found', { details: { thing: `The provider ${provider}` } });
      return saved;
    },

    async removeProvider(workspaceId: string, provider: string): Promise<void> {
      await store.providers.remove(workspaceId, provider);
      await changed(workspaceId);
    },

    async saveModel(
      workspaceId: string,
      model: {
        readonly provider: string;
        readonly name: string;
        readonly kind: ModelKind;
        readonly facts: Readonly<Record<string, unknown>>;
      },
    ): Promise<void> {
      await store.models.put({ ...model, workspaceId, label: model.name, enabled: true });
      await changed(workspaceId);
    },

    async routes(workspaceId: string): Promise<RoutesInput> {
      return readRoutes(await store.settings.get(workspaceId, routesKey));
    },

    async saveRoutes(workspaceId: string, routes: RoutesInput): Promise<void> {
      await store.settings.set(workspaceId, routesKey, routes);
      await changed(workspaceId);
    },

    close(): void {
      leaveSignals();
      leaveGaps();
    },
  };
}

async function readSettings(store: Store, workspaceId: string): Promise<ModelSettings> {
  const [providers, models, stored] = await Promise.all([
    store.providers.list(workspaceId),
    store.models.list(workspaceId),
    store.settings.get(workspaceId, routesKey),
  ]);
  const routes = readRoutes(stored);
  const defaults = Object.entries(routes.defaults).filter(([, ref]) => ref !== null);
  return {
    providers: providers
      .filter(({ enabled }) => enabled)
      .map((provider): ProviderSettings => {
        const { type, keys, headers } = storedProvider(provider);
        const own = models.filter((model) => model.provider === provider.provider);
        return {
          id: provider.provider,
          type,
          baseUrl: provider.baseUrl,
          keys,
          headers,
          ...(provider.dialect ? { dialect: provider.dialect } : {}),
          models: own
            .filter(({ enabled }) => enabled)
            .map(({ name, kind, facts }) => ({ ...facts, name, kind }) as CustomModel),
          disabledModels: own.filter(({ enabled }) => !enabled).map(({ name }) => name),
        };
      }),
    mappings: routes.replacements,
    chains: routes.chains,
    defaults: Object.fromEntries(defaults) as NonNullable<ModelSettings['defaults']>,
  };
}

export function storedProvider({ credentials }: Provider): StoredProvider {
  return credentials as unknown as StoredProvider;
}

function readRoutes(stored: unknown): RoutesInput {
  return (stored as RoutesInput | undefined) ?? { defaults: {}, replacements: [], chains: [] };
}

/** One key for each line of the fields: `a\nb` is a pool of two. */
function keysFrom(credentials: Readonly<Record<string, string>>): readonly ProviderKey[] {
  const lines = Object.entries(credentials).map(
    ([name, text]) =>
      [
        name,
        text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      ] as const,
  );
  const count = Math.max(1, ...lines.map(([, values]) => values.length));
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    credentials: Object.fromEntries(
      lines.map(([name, values]) => [name, values[index] ?? values.at(-1) ?? '']),
    ),
  }));
}
