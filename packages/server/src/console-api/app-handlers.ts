import { AppError } from '@outpost/contracts';
import type { App, VersionSummary } from '@outpost/store';
import { isAllowed } from '../auth/permissions.ts';
import { newApiKey } from '../auth/tokens.ts';
import { fetchAppFile } from '../apps/fetch-app-file.ts';
import type { ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names =
  | 'listApps'
  | 'createApp'
  | 'importApp'
  | 'checkAppFile'
  | 'fetchAppFile'
  | 'readApp'
  | 'updateApp'
  | 'deleteApp'
  | 'restoreApp'
  | 'duplicateApp'
  | 'exportApp'
  | 'publish'
  | 'listVersions'
  | 'readVersion'
  | 'updateVersion'
  | 'deleteVersion'
  | 'restoreVersion'
  | 'listKeys'
  | 'createKey'
  | 'deleteKey';

export function appHandlers({ apps, store, lab, egress }: Services): Pick<ConsoleHandlers, Names> {
  return {
    async listApps(call, { query }) {
      const { keyword, mode, tag, page, limit } = query;
      const found = await store.apps.list(signedInOf(call).workspaceId, {
        page,
        limit,
        keyword,
        modes: mode === undefined ? undefined : [mode],
        tags: tag === undefined ? undefined : [tag],
      });
      return { data: found.items.map(summaryOf), total: found.total, page, limit };
    },
    async createApp(call, { body }) {
      const { workspaceId, accountId } = signedInOf(call);
      return summaryOf(await apps.createBlank(workspaceId, accountId, body.mode, body.name));
    },
    async importApp(call, { body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const { app, report, notes } = await apps.importFile({ ...body, workspaceId, accountId });
      return {
        app: summaryOf(app),
        report: { ...report },
        notes: notes.map((note) => ({ ...note })),
      };
    },
    async checkAppFile(call, { body }) {
      const { report, notes } = await apps.check(signedInOf(call).workspaceId, body.content);
      return { report: { ...report }, notes: notes.map((note) => ({ ...note })) };
    },
    fetchAppFile: async (call, { body }) => ({
      content: await fetchAppFile(egress, body.url, call.signal),
    }),
    readApp: async (call, { params }) =>
      summaryOf(await apps.find(signedInOf(call).workspaceId, params.appId)),
    async updateApp(call, { params, body }) {
      const { enabledApi, ...rest } = body;
      const patch = { ...rest, ...(enabledApi === undefined ? {} : { apiEnabled: enabledApi }) };
      const set = Object.fromEntries(
        Object.entries(patch).filter(([, value]) => value !== undefined),
      );
      const app = await store.apps.update(signedInOf(call).workspaceId, params.appId, set);
      await apps.changed(app.id);
      return summaryOf(app);
    },
    async deleteApp(call, { params }) {
      await store.apps.remove(signedInOf(call).workspaceId, params.appId);
      await apps.changed(params.appId);
    },
    async restoreApp(call, { params }) {
      const { workspaceId } = signedInOf(call);
      await store.apps.restore(workspaceId, params.appId);
      await apps.changed(params.appId);
      return summaryOf(await apps.find(workspaceId, params.appId));
    },
    async duplicateApp(call, { params, body }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      return summaryOf(await apps.duplicate(app, accountId, body.name));
    },
    async exportApp(call, { params, query }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const text = await apps.exportFile(app, query.secrets);
      const name = encodeURIComponent(`${app.name}.yml`.toWellFormed());
      return new Response(text, {
        headers: {
          'content-type': 'application/yaml; charset=utf-8',
          'content-disposition': `attachment; filename*=UTF-8''${name}`,
        },
      });
    },

    async publish(call, { params, body }) {
      const { workspaceId, accountId, role } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const { overrideGate, ...label } = body;
      if (!overrideGate) await lab.gates.mustAllow(app);
      else if (!isAllowed(role, 'workspace.manage'))
        throw new AppError('permission_denied', { details: { permission: 'workspace.manage' } });
      return versionOf(await apps.publish(app, accountId, label), null);
    },
    async listVersions(call, { params, query }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { items, hasMore } = await store.versions.list(app.id, {
        limit: query.limit,
        ...(query.before === undefined ? {} : { beforeNumber: query.before }),
      });
      return { data: items.map((version) => versionOf(version, app)), hasMore };
    },
    async readVersion(call, { params }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { version, document } = await apps.readVersion(app, params.versionId);
      return { ...versionOf(version, app), document: { ...document } };
    },
    async updateVersion(call, { params, body }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { version } = await apps.readVersion(app, params.versionId);
      const { name = version.name, note = version.note } = body;
      await store.versions.describe(app.id, version.id, { name, note });
      return versionOf({ ...version, name, note }, app);
    },
    async deleteVersion(call, { params }) {
      const app = await apps.find(signedInOf(call).workspaceId, params.appId);
      const { version } = await apps.readVersion(app, params.versionId);
      if (version.id === app.currentVersionId)
        throw new AppError('version_is_current', { details: { number: version.number } });
      await store.versions.remove(app.id, version.id);
    },
    async restoreVersion(call, { params }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const { document, revision, updatedAt } = await apps.restoreVersion(
        app,
        params.versionId,
        accountId,
      );
      return { document: { ...document }, revision, updatedAt };
    },

    async listKeys(call, { params }) {
      const { workspaceId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const keys = await store.apiKeys.list(workspaceId, app.id);
      return {
        data: keys.map(({ id, prefix, last4, createdAt, lastUsedAt }) => ({
          id,
          key: `${prefix}…${last4}`,
          createdAt,
          lastUsedAt,
        })),
      };
    },
    async createKey(call, { params }) {
      const { workspaceId, accountId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const plain = newApiKey('app-');
      const { id, createdAt, lastUsedAt } = await store.apiKeys.create({
        workspaceId,
        appId: app.id,
        scope: 'app',
        plain,
        createdBy: accountId,
      });
      return { id, key: plain, createdAt, lastUsedAt };
    },
    async deleteKey(call, { params }) {
      const { workspaceId } = signedInOf(call);
      const app = await apps.find(workspaceId, params.appId);
      const keys = await store.apiKeys.list(workspaceId, app.id);
      if (!keys.some(({ id }) => id === params.keyId))
        throw new AppError('not_found', { details: { thing: `The key ${params.keyId}` } });
      await store.apiKeys.remove(workspaceId, params.keyId);
      await apps.changed(app.id);
    },
  };
}

function summaryOf(app: App) {
  return {
    id: app.id,
    name: app.name,
    mode: app.mode,
    description: app.description,
    icon: app.icon,
    iconType: app.iconType,
    iconBackground: app.iconBackground,
    tags: [...app.tags],
    enabledApi: app.apiEnabled,
    published: app.currentVersionId !== null,
    createdAt: app.createdAt,
    updatedAt: app.updatedAt,
  };
}

/** Without the app as it was read: just published. */
function versionOf(
  { id, number, name, note, createdAt, createdBy }: VersionSummary,
  app: App | null,
) {
  const isCurrent = app === null || app.currentVersionId === id;
  return { id, number, name, note, createdAt, createdBy, isCurrent };
}
