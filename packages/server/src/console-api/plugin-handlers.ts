import { realpath } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import {
  AppError,
  messageOf,
  type InstallEvent,
  type RunFacts,
  type Values,
} from '@outpost/contracts';
import type { PluginCredential, PluginWithPackage } from '@outpost/store';
import type { ConsoleHandlers } from '../http/console-router.ts';
import { eventStream } from '../http/event-stream.ts';
import { readUpload } from '../http/upload.ts';
import { fieldsOf } from '../plugins/plugin-credentials.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names =
  | 'uploadPluginPackage'
  | 'readPluginPackage'
  | 'installPlugin'
  | 'listPlugins'
  | 'readPlugin'
  | 'updatePlugin'
  | 'restartPlugin'
  | 'removePlugin'
  | 'readPluginLog'
  | 'readPluginAsset'
  | 'listPluginCredentials'
  | 'savePluginCredential'
  | 'deletePluginCredential'
  | 'listTools'
  | 'runPluginTool'
  | 'readPluginRuntime'
  | 'listTrustedKeys'
  | 'addTrustedKey'
  | 'deleteTrustedKey';

export function pluginHandlers({
  plugins: { service, credentials, host, toolsOf },
  config,
  clock,
}: Services): Pick<ConsoleHandlers, Names> {
  async function shown(found: PluginWithPackage, all: readonly PluginCredential[]) {
    const { plugin, package: stored } = found;
    const { declaration } = stored;
    const status = plugin.enabled ? await statusOf(found) : idle;
    const ready = (kind: 'tool' | 'model' | 'datasource' | 'trigger', name: string) => ({
      kind,
      name,
      ready:
        !fieldsOf(declaration, kind, name).some(({ required }) => required) ||
        all.some(
          (one) => one.pluginId === plugin.pluginId && one.kind === kind && one.provider === name,
        ),
    });
    return {
      id: plugin.id,
      pluginId: plugin.pluginId,
      version: stored.version,
      checksum: stored.checksum,
      identifier: stored.identifier,
      enabled: plugin.enabled,
      declaration,
      signature: plugin.signature,
      vouchedFor: plugin.vouchedFor,
      sizeBytes: stored.sizeBytes,
      installedAt: plugin.installedAt,
      updatedAt: plugin.updatedAt,
      state: status,
      providers: [
        ...declaration.toolProviders.map(({ name }) => ready('tool', name)),
        ...declaration.modelProviders.map(({ name }) => ready('model', name)),
        ...declaration.datasourceProviders.map(({ name }) => ready('datasource', name)),
        ...declaration.triggerProviders.map(({ name }) => ready('trigger', name)),
      ],
    };
  }

  async function statusOf({ package: stored }: PluginWithPackage) {
    const status = host.find(stored.identifier)?.status();
    if (!status) return idle;
    const { state, calls, residentBytes, error, retryAt } = status;
    const words = error && { en: error.messageIn('en'), zh: error.messageIn('zh') };
    return { status: state, calls, residentBytes, error: words, retryAt };
  }

  return {
    async uploadPluginPackage(call) {
      const { workspaceId } = signedInOf(call);
      const { files } = await readUpload(
        call.request,
        {
          fileBytesMax: config.limits.uploadBytesMax,
          filesMax: 1,
          fieldBytesMax: 10_000,
          fieldsMax: 10,
        },
        ({ stream }) => service.add(stream),
      );
      const [stored] = files;
      if (!stored)
        throw new AppError('request_invalid', {
          details: { path: 'file', reason: 'no file was sent' },
        });
      return service.packageReport(workspaceId, stored.checksum);
    },
    readPluginPackage: (call, { params }) =>
      service.packageReport(signedInOf(call).workspaceId, params.checksum),

    installPlugin(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      return eventStream({
        start(sink) {
          const tell = (event: InstallEvent): void => sink.send(event);
          // Whoever closes the page does not stop it: half an installation would be nobody's wish.
          service
            .install({
              workspaceId,
              accountId,
              checksum: params.checksum,
              vouchFor: body.vouchFor,
              language: call.language,
              onEvent: tell,
            })
            .catch((error: unknown) =>
              tell({
                type: 'failed',
                code: error instanceof AppError ? error.code : 'internal_error',
                message:
                  error instanceof AppError ? error.messageIn(call.language) : messageOf(error),
              }),
            )
            .finally(() => sink.close());
          return undefined;
        },
      });
    },
    async listPlugins(call) {
      const { workspaceId } = signedInOf(call);
      const all = await credentials.list(workspaceId);
      const found = await service.list(workspaceId);
      return { data: await Promise.all(found.map((one) => shown(one, all))) };
    },
    async readPlugin(call, { params }) {
      const { workspaceId } = signedInOf(call);
      const found = await service.get(workspaceId, params.id);
      return shown(found, await credentials.list(workspaceId, found.plugin.pluginId));
    },
    async updatePlugin(call, { params, body }) {
      const { workspaceId } = signedInOf(call);
      await service.setEnabled(workspaceId, params.id, body.enabled);
      const found = await service.get(workspaceId, params.id);
      return shown(found, await credentials.list(workspaceId, found.plugin.pluginId));
    },
    async restartPlugin(call, { params }) {
      const found = await service.get(signedInOf(call).workspaceId, params.id);
      (await service.handleOf(found)).restart();
    },
    removePlugin: (call, { params }) => service.remove(signedInOf(call).workspaceId, params.id),
    async readPluginLog(call, { params, query }) {
      const { plugin } = await service.get(signedInOf(call).workspaceId, params.id);
      return { data: [...host.logs(plugin.pluginId, query.lines)] };
    },
    async readPluginAsset(call, { params }) {
      const found = await service.get(signedInOf(call).workspaceId, params.id);
      const { directory } = (await service.handleOf(found)).plugin;
      const missing = new AppError('not_found', { details: { thing: 'The picture' } });
      const type = pictures[extname(params.name).toLowerCase()];
      const root = await realpath(join(directory, '_assets')).catch(() => {
        throw missing;
      });
      const file = await realpath(join(root, params.name)).catch(() => {
        throw missing;
      });
      if (type === undefined || !file.startsWith(root + sep)) throw missing;
      return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
        headers: {
          'content-type': type,
          'cache-control': 'private, max-age=3600',
          // A picture that is a program, as SVG can be, must not run as one.
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
      });
    },

    async listPluginCredentials(call, { params }) {
      const { workspaceId } = signedInOf(call);
      const found = await service.get(workspaceId, params.id);
      const all = await credentials.list(workspaceId, found.plugin.pluginId);
      return { data: all.map((one) => credentialShown(found, one)) };
    },
    async savePluginCredential(call, { params, body }) {
      const { workspaceId } = signedInOf(call);
      const found = await service.get(workspaceId, params.id);
      return credentialShown(found, await credentials.save(workspaceId, params.id, body));
    },
    deletePluginCredential: (call, { params }) =>
      credentials.remove(signedInOf(call).workspaceId, params.credentialId),

    async listTools(call) {
      const { workspaceId } = signedInOf(call);
      const all = await credentials.list(workspaceId);
      const found = await service.list(workspaceId);
      const data = found.flatMap(({ plugin, package: { declaration } }) =>
        plugin.enabled
          ? declaration.toolProviders.map((provider) => ({
              providerType: 'builtin',
              provider: `${plugin.pluginId}/${provider.name}`,
              providerLabel: provider.label,
              pluginId: plugin.id,
              icon: provider.icon,
              ready:
                !provider.credentials.some(({ required }) => required) ||
                all.some(
                  (one) =>
                    one.pluginId === plugin.pluginId &&
                    one.kind === 'tool' &&
                    one.provider === provider.name,
                ),
              tools: provider.tools,
            }))
          : [],
      );
      return { data };
    },
    async runPluginTool(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const { plugin, package: stored } = await service.get(workspaceId, params.id);
      const provider = stored.declaration.toolProviders.find(
        ({ name, tools }) =>
          (body.provider === undefined || name === body.provider) &&
          tools.some((tool) => tool.name === body.tool),
      );
      const run: RunFacts = {
        runId: '',
        appId: '',
        mode: 'workflow',
        userId: accountId,
        conversationId: null,
        depth: 0,
      };
      return eventStream({
        start(sink) {
          const control = new AbortController();
          const messages = toolsOf(workspaceId).call(
            {
              ref: {
                providerType: 'builtin',
                provider: `${plugin.pluginId}/${provider?.name ?? body.provider ?? ''}`,
                name: body.tool,
              },
              parameters: body.parameters as Values,
              credentialId: body.credentialId ?? null,
              run,
            },
            { signal: control.signal },
          );
          const pour = async (): Promise<void> => {
            for await (const message of messages)
              sink.send(
                message.type === 'file'
                  ? { ...message, bytes: undefined, sizeBytes: message.bytes.length }
                  : message,
              );
            sink.send({ type: 'done' });
          };
          pour()
            .catch((error: unknown) =>
              sink.send({
                type: 'failed',
                code: error instanceof AppError ? error.code : 'internal_error',
                message:
                  error instanceof AppError ? error.messageIn(call.language) : messageOf(error),
              }),
            )
            .finally(() => sink.close());
          return () => control.abort(new Error('The reader went away.'));
        },
      });
    },
    async readPluginRuntime(_call, { query }) {
      const { usable, refused } = await host.pythons(query.anew);
      return {
        usable: usable.map(({ path, version, tag, system, origin }) => ({
          path,
          version,
          tag,
          system,
          origin,
        })),
        refused: refused.map(({ path, origin, reason }) => ({ path, origin, reason })),
      };
    },
    async listTrustedKeys(call) {
      const keys = await service.keys(signedInOf(call).workspaceId);
      return {
        data: keys.map(({ fingerprint, name, addedAt }) => ({ fingerprint, name, addedAt })),
      };
    },
    async addTrustedKey(call, { body }) {
      const { workspaceId } = signedInOf(call);
      const { parsePublicKey } = await import('@outpost/packs');
      const { fingerprint } = parsePublicKey(body.pem, body.name);
      const key = { fingerprint, name: body.name, pem: body.pem, addedAt: clock.now() };
      const others = (await service.keys(workspaceId)).filter(
        (one) => one.fingerprint !== fingerprint,
      );
      await service.saveKeys(workspaceId, [...others, key]);
      return { fingerprint, name: key.name, addedAt: key.addedAt };
    },
    async deleteTrustedKey(call, { params }) {
      const { workspaceId } = signedInOf(call);
      const keys = await service.keys(workspaceId);
      const left = keys.filter(({ fingerprint }) => fingerprint !== params.fingerprint);
      if (left.length === keys.length)
        throw new AppError('not_found', { details: { thing: 'The key' } });
      await service.saveKeys(workspaceId, left);
    },
  };
}

/** Secrets show their last four characters. */
function credentialShown({ package: stored }: PluginWithPackage, one: PluginCredential) {
  const secret = new Set(
    fieldsOf(stored.declaration, one.kind, one.provider)
      .filter(({ type }) => type === 'secret')
      .map(({ name }) => name),
  );
  // What signing in yielded is secret as a whole; so is what a form does not name.
  const isShown = (name: string): boolean =>
    one.type === 'api-key' && one.model === null && !secret.has(name);
  const values = Object.fromEntries(
    Object.entries(one.values).map(([name, value]) => [
      name,
      isShown(name) ? value : masked(value),
    ]),
  );
  const { id, pluginId, kind, provider, name, type, model, isDefault, expiresAt, updatedAt } = one;
  return {
    id,
    pluginId,
    kind,
    provider,
    name,
    type,
    model,
    values,
    isDefault,
    expiresAt,
    updatedAt,
  };
}

function masked(value: unknown): string {
  return `••••${typeof value === 'string' && value.length >= 12 ? value.slice(-4) : ''}`;
}

const idle = {
  status: 'off' as const,
  calls: 0,
  residentBytes: null,
  error: null,
  retryAt: null,
};
const pictures: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};
