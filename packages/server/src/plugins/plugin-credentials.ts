/** What plugins' providers need to be used: kept sealed, tried by the plugin before they are kept. */
import {
  AppError,
  type PluginCredentialKind,
  type PluginDeclaration,
  type SettingField,
} from '@outpost/contracts';
import type { CallContext, PluginCredentials } from '@outpost/plugin-host';
import type { PluginCredential, PluginWithPackage, Store } from '@outpost/store';
import type { PluginService } from './plugin-service.ts';

export interface CredentialInput {
  readonly id?: string | undefined;
  readonly kind: PluginCredentialKind;
  readonly provider: string;
  readonly name?: string | undefined;
  readonly model?: { readonly name: string; readonly kind: string } | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  readonly isDefault?: boolean | undefined;
}

export type CredentialService = ReturnType<typeof createCredentialService>;

export function createCredentialService({
  store,
  plugins,
}: {
  readonly store: Store;
  readonly plugins: PluginService;
}) {
  const outside = (workspaceId: string): CallContext => ({
    workspaceId,
    userId: 'console',
    run: null,
    signal: AbortSignal.timeout(validateMs),
  });

  async function tried(
    workspaceId: string,
    found: PluginWithPackage,
    { kind, provider, model, values }: CredentialInput,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (kind === 'oauth-client') return values;
    const handle = await plugins.handleOf(found);
    handle.hide(secretsIn(fieldsOf(found.package.declaration, kind, provider), values));
    const context = outside(workspaceId);
    const credentials: PluginCredentials = { type: 'api-key', values };
    if (kind === 'tool') await handle.tools.validate({ provider, credentials }, context);
    else if (kind === 'datasource')
      await handle.datasources.validate({ provider, credentials }, context);
    else if (kind === 'trigger') await handle.triggers.validate({ provider, credentials }, context);
    else if (model)
      return handle.models.validateModel(
        { provider, ref: { provider, name: model.name }, credentials: values },
        model.kind as 'chat',
        context,
      );
    else return handle.models.validateProvider(provider, values, context);
    return values;
  }

  return {
    list: (workspaceId: string, pluginId?: string) =>
      store.pluginCredentials.list(workspaceId, pluginId),

    /** Adds or changes a set; throws `plugin_credentials_refused` with the plugin's words. */
    async save(workspaceId: string, id: string, input: CredentialInput): Promise<PluginCredential> {
      const found = await plugins.get(workspaceId, id);
      const { pluginId } = found.plugin;
      const all = await store.pluginCredentials.list(workspaceId, pluginId);
      const before = input.id === undefined ? null : all.find((one) => one.id === input.id);
      if (before === undefined)
        throw new AppError('not_found', { details: { thing: 'The credentials' } });
      const fields = fieldsOf(found.package.declaration, input.kind, input.provider);
      const given = completed(fields, input, before?.values ?? {});
      const values = await tried(workspaceId, found, { ...input, values: given });
      const isFirst = !all.some(
        (one) => one.kind === input.kind && one.provider === input.provider && one.id !== input.id,
      );
      const record = {
        workspaceId,
        pluginId,
        kind: input.kind,
        provider: input.provider,
        name: input.name ?? before?.name ?? input.model?.name ?? input.provider,
        type: before?.type ?? ('api-key' as const),
        model: input.model ?? before?.model ?? null,
        values,
        isDefault: input.isDefault ?? before?.isDefault ?? isFirst,
        expiresAt: before?.expiresAt ?? null,
      };
      const saved = before ? { ...before, ...record } : await store.pluginCredentials.add(record);
      if (before) await store.pluginCredentials.update(saved);
      await plugins.changed(workspaceId);
      return saved;
    },

    async remove(workspaceId: string, credentialId: string): Promise<void> {
      await store.pluginCredentials.remove(workspaceId, credentialId);
      await plugins.changed(workspaceId);
    },

    /** What a call of a provider uses; throws `plugin_credentials_missing` when something required is not there. */
    async forCall(
      workspaceId: string,
      { plugin, package: stored }: PluginWithPackage,
      kind: Exclude<PluginCredentialKind, 'oauth-client'>,
      provider: string,
      credentialId: string | null,
    ): Promise<PluginCredentials> {
      const all = (await store.pluginCredentials.list(workspaceId, plugin.pluginId)).filter(
        (one) => one.kind === kind && one.provider === provider && one.model === null,
      );
      const chosen =
        all.find(({ id }) => id === credentialId) ??
        all.find(({ isDefault }) => isDefault) ??
        all[0];
      if (chosen) return { type: chosen.type, values: chosen.values };
      const missing = fieldsOf(stored.declaration, kind, provider).find(({ required }) => required);
      if (missing)
        throw new AppError('plugin_credentials_missing', {
          details: { provider: `${plugin.pluginId}/${provider}`, field: missing.label },
        });
      return { type: 'unauthorized', values: {} };
    },
  };
}

/** The fields of a kind of credentials of a provider. Throws `plugin_part_missing`. */
export function fieldsOf(
  { toolProviders, modelProviders, datasourceProviders, triggerProviders, id }: PluginDeclaration,
  kind: PluginCredentialKind,
  provider: string,
): readonly SettingField[] {
  const named = <P extends { readonly name: string }>(list: readonly P[]): P | undefined =>
    list.find(({ name }) => name === provider);
  const tool = named(toolProviders);
  const model = named(modelProviders);
  const datasource = named(datasourceProviders);
  const trigger = named(triggerProviders);
  const fields = {
    tool: tool?.credentials,
    model: model?.credentials,
    datasource: datasource?.credentials,
    trigger: trigger && (trigger.automatic?.credentials ?? []),
    'oauth-client': (tool ?? datasource)?.oauth?.client ?? trigger?.automatic?.oauth?.client,
  }[kind];
  if (!fields)
    throw new AppError('plugin_part_missing', { details: { plugin: id, kind, name: provider } });
  return fields;
}

/** Secrets that were left out stay, defaults fill gaps, and what is required must be there. */
function completed(
  fields: readonly SettingField[],
  { values, provider, model }: CredentialInput,
  before: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const filled: Record<string, unknown> = { ...values };
  for (const { name, type, required, default: fallback, label, showOn } of fields) {
    const given = filled[name];
    if (given === undefined || given === null || given === '') {
      const kept = type === 'secret' ? before[name] : undefined;
      filled[name] = kept ?? fallback ?? undefined;
    }
    const isAsked = showOn.every((condition) => filled[condition.name] === condition.value);
    if (required && isAsked && model === undefined && filled[name] === undefined)
      throw new AppError('plugin_credentials_missing', { details: { provider, field: label } });
    if (filled[name] === undefined) delete filled[name];
  }
  return filled;
}

function secretsIn(
  fields: readonly SettingField[],
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  return fields.flatMap(({ name, type }) => {
    const value = values[name];
    return type === 'secret' && typeof value === 'string' ? [value] : [];
  });
}

const validateMs = 120_000;
