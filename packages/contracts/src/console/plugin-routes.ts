/** The console's routes about plugins: packages, what is installed, and what must be set up to use it. */
import { z } from 'zod';
import { localText, pluginDeclaration } from '../plugins/declaration.ts';
import * as shape from './plugin-shapes.ts';
import type { RouteSpec } from './route.ts';

const anyObject = z.record(z.string(), z.unknown());
const ids = z.string().min(1).max(200);
const credentialValues = z
  .record(z.string().max(200), z.unknown())
  .refine((values) => Object.keys(values).length <= 64, 'has more than 64 values');

export const pluginRoutes = {
  uploadPluginPackage: {
    method: 'POST',
    path: '/plugin-packages',
    permission: 'plugins.manage',
    summary: {
      en: 'Upload a plugin package; answers what is known of it, installs nothing',
      zh: '上传插件包并返回检查结果，不安装',
    },
    upload: true,
    response: shape.packageReport,
  },
  readPluginPackage: {
    method: 'GET',
    path: '/plugin-packages/{checksum}',
    permission: 'plugins.manage',
    summary: { en: 'Check an uploaded package again', zh: '重新检查已上传的插件包' },
    response: shape.packageReport,
  },
  installPlugin: {
    method: 'POST',
    path: '/plugin-packages/{checksum}/install',
    permission: 'plugins.manage',
    summary: {
      en: 'Install an uploaded package, or replace another version; answers with events',
      zh: '安装或升级插件并返回事件流',
    },
    body: z.strictObject({
      /** Vouches for a package that no trusted key signed: its checksum, read and repeated by a person. */
      vouchFor: shape.checksum.optional(),
    }),
    response: 'events',
  },
  listPlugins: {
    method: 'GET',
    path: '/plugins',
    permission: 'plugins.read',
    summary: { en: 'Installed plugins', zh: '已安装的插件' },
    response: z.object({ data: z.array(shape.plugin) }),
  },
  readPlugin: {
    method: 'GET',
    path: '/plugins/{id}',
    permission: 'plugins.read',
    summary: { en: 'One plugin', zh: '插件详情' },
    response: shape.plugin,
  },
  updatePlugin: {
    method: 'PATCH',
    path: '/plugins/{id}',
    permission: 'plugins.manage',
    summary: { en: 'Switch a plugin on or off', zh: '启用或停用插件' },
    body: z.strictObject({ enabled: z.boolean() }),
    response: shape.plugin,
  },
  restartPlugin: {
    method: 'POST',
    path: '/plugins/{id}/restart',
    permission: 'plugins.manage',
    summary: { en: 'Start a plugin anew', zh: '重启插件' },
    response: 'none',
  },
  removePlugin: {
    method: 'DELETE',
    path: '/plugins/{id}',
    permission: 'plugins.manage',
    summary: {
      en: 'Remove a plugin with its credentials, endpoints and what it stored',
      zh: '删除插件及其凭据、端点与存储',
    },
    response: 'none',
  },
  readPluginLog: {
    method: 'GET',
    path: '/plugins/{id}/log',
    permission: 'plugins.manage',
    summary: { en: 'What a plugin said, newest last', zh: '插件日志' },
    query: z.object({ lines: z.coerce.number().int().min(1).max(5000).default(500) }),
    response: z.object({
      data: z.array(
        z.object({
          at: z.number(),
          level: z.enum(['debug', 'info', 'warning', 'error']),
          source: z.enum(['plugin', 'output', 'host']),
          text: z.string(),
        }),
      ),
    }),
  },
  readPluginAsset: {
    method: 'GET',
    path: '/plugins/{id}/assets/{name}',
    permission: 'plugins.read',
    summary: { en: 'A picture of a plugin', zh: '插件图标' },
    response: 'bytes',
  },

  listPluginCredentials: {
    method: 'GET',
    path: '/plugins/{id}/credentials',
    permission: 'plugins.read',
    summary: { en: 'Credentials of a plugin’s providers', zh: '插件凭据列表' },
    response: z.object({ data: z.array(shape.pluginCredential) }),
  },
  savePluginCredential: {
    method: 'POST',
    path: '/plugins/{id}/credentials',
    permission: 'plugins.manage',
    summary: {
      en: 'Add or change credentials; the plugin tries them first',
      zh: '添加或修改凭据（先由插件验证）',
    },
    body: z.strictObject({
      /** Changes these; secrets that are left out stay. */
      id: ids.optional(),
      kind: shape.credentialKind,
      provider: ids,
      name: z.string().trim().min(1).max(80).optional(),
      model: z
        .object({ name: z.string().min(1).max(300), kind: z.string().min(1).max(40) })
        .optional(),
      values: credentialValues,
      isDefault: z.boolean().optional(),
    }),
    response: shape.pluginCredential,
  },
  deletePluginCredential: {
    method: 'DELETE',
    path: '/plugins/{id}/credentials/{credentialId}',
    permission: 'plugins.manage',
    summary: { en: 'Delete credentials', zh: '删除凭据' },
    response: 'none',
  },
  startPluginSignIn: {
    method: 'POST',
    path: '/plugins/{id}/sign-in',
    permission: 'plugins.manage',
    summary: {
      en: 'Where to go to sign in elsewhere (OAuth); coming back makes the credentials',
      zh: '开始 OAuth 授权，返回跳转地址',
    },
    body: z.strictObject({
      kind: z.enum(['tool', 'datasource', 'trigger']),
      provider: ids,
      /** The platform’s address as the browser sees it, to which the other side sends back. */
      base: z.url({ protocol: /^https?$/ }).max(500),
    }),
    response: z.object({ url: z.string(), redirectUri: z.string() }),
  },
  finishPluginSignIn: {
    method: 'GET',
    path: '/plugin-sign-in/callback',
    permission: 'plugins.manage',
    summary: { en: 'Where the other side sends people back to', zh: 'OAuth 回调' },
    response: 'bytes',
  },

  listTools: {
    method: 'GET',
    path: '/tools',
    permission: 'apps.read',
    summary: { en: 'Tools that apps can use, with their parameters', zh: '可用工具及其参数' },
    response: z.object({ data: z.array(shape.toolListing) }),
  },
  listToolOptions: {
    method: 'POST',
    path: '/plugins/{id}/options',
    permission: 'apps.read',
    summary: {
      en: 'What can be chosen for a parameter whose values the plugin knows',
      zh: '查询动态参数选项',
    },
    body: z.strictObject({
      kind: z.enum(['tool', 'trigger']),
      provider: ids,
      /** The tool or event; absent for how a subscription is made. */
      action: ids.optional(),
      parameter: ids,
      credentialId: ids.optional(),
    }),
    response: z.object({
      options:
        pluginDeclaration.shape.toolProviders.element.shape.tools.element.shape.parameters.element
          .shape.options,
    }),
  },
  runPluginTool: {
    method: 'POST',
    path: '/plugins/{id}/run',
    permission: 'plugins.manage',
    summary: { en: 'Try a tool; answers with its messages as events', zh: '试用工具并返回事件流' },
    body: z.strictObject({
      provider: ids.optional(),
      tool: ids,
      parameters: credentialValues.default({}),
      credentialId: ids.optional(),
    }),
    response: 'events',
  },
  listStrategies: {
    method: 'GET',
    path: '/agent-strategies',
    permission: 'apps.read',
    summary: { en: 'Agent strategies with their parameters', zh: '智能体策略及其参数' },
    response: z.object({ data: z.array(shape.strategyListing) }),
  },

  listPluginEndpoints: {
    method: 'GET',
    path: '/plugins/{id}/endpoints',
    permission: 'plugins.read',
    summary: { en: 'HTTP endpoints that a plugin serves', zh: '插件端点列表' },
    response: z.object({ data: z.array(shape.pluginEndpoint) }),
  },
  savePluginEndpoint: {
    method: 'POST',
    path: '/plugins/{id}/endpoints',
    permission: 'plugins.manage',
    summary: { en: 'Add or change an endpoint', zh: '添加或修改端点' },
    body: z.strictObject({
      id: ids.optional(),
      name: z.string().trim().min(1).max(80),
      settings: credentialValues.default({}),
      enabled: z.boolean().default(true),
    }),
    response: shape.pluginEndpoint,
  },
  deletePluginEndpoint: {
    method: 'DELETE',
    path: '/plugins/{id}/endpoints/{endpointId}',
    permission: 'plugins.manage',
    summary: { en: 'Delete an endpoint', zh: '删除端点' },
    response: 'none',
  },

  listPluginSubscriptions: {
    method: 'GET',
    path: '/plugins/{id}/subscriptions',
    permission: 'plugins.read',
    summary: { en: 'Subscriptions to a plugin’s events', zh: '触发器订阅列表' },
    response: z.object({ data: z.array(shape.pluginSubscription) }),
  },
  savePluginSubscription: {
    method: 'POST',
    path: '/plugins/{id}/subscriptions',
    permission: 'plugins.manage',
    summary: {
      en: 'Subscribe to events: by the plugin, or by hand at the other side',
      zh: '创建触发器订阅（自动或手动）',
    },
    body: z.strictObject({
      provider: ids,
      name: z.string().trim().min(1).max(80),
      /** Credentials with which the plugin subscribes; absent = by hand. */
      credentialId: ids.optional(),
      parameters: credentialValues.default({}),
      /** What a subscription by hand needs, such as a shared secret. */
      properties: credentialValues.default({}),
      /** The platform’s address as the other side reaches it. */
      base: z.url({ protocol: /^https?$/ }).max(500),
    }),
    response: shape.pluginSubscription,
  },
  deletePluginSubscription: {
    method: 'DELETE',
    path: '/plugins/{id}/subscriptions/{subscriptionId}',
    permission: 'plugins.manage',
    summary: { en: 'End a subscription, also at the other side', zh: '取消触发器订阅' },
    response: 'none',
  },

  readDatasource: {
    method: 'POST',
    path: '/plugins/{id}/datasources/read',
    permission: 'apps.edit',
    summary: {
      en: 'Read a datasource: crawl a site, list pages, list or fetch files; answers with events',
      zh: '读取数据源（抓取网站、列出页面或文件）并返回事件流',
    },
    body: z.strictObject({
      provider: ids,
      datasource: ids,
      credentialId: ids.optional(),
      what: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('crawl'), parameters: credentialValues }),
        z.strictObject({ type: z.literal('pages'), parameters: credentialValues }),
        z.strictObject({
          type: z.literal('page'),
          workspaceId: z.string().max(500),
          pageId: z.string().max(500),
          pageType: z.string().max(100),
        }),
        z.strictObject({
          type: z.literal('browse'),
          bucket: z.string().max(500).nullable().default(null),
          prefix: z.string().max(2000).nullable().default(null),
          next: anyObject.nullable().default(null),
        }),
        z.strictObject({
          type: z.literal('download'),
          bucket: z.string().max(500).nullable().default(null),
          id: z.string().max(2000),
        }),
      ]),
    }),
    response: 'events',
  },

  readPluginRuntime: {
    method: 'GET',
    path: '/plugin-runtime',
    permission: 'plugins.read',
    summary: {
      en: 'Which Pythons are here, and which can run plugins',
      zh: '本机 Python 及其是否可运行插件',
    },
    query: z.object({ anew: z.stringbool().default(false) }),
    response: z.object({
      usable: z.array(
        z.object({
          path: z.string(),
          version: z.string(),
          tag: z.string(),
          system: z.string(),
          origin: z.string(),
        }),
      ),
      refused: z.array(z.object({ path: z.string(), origin: z.string(), reason: localText })),
    }),
  },
  listTrustedKeys: {
    method: 'GET',
    path: '/plugin-keys',
    permission: 'plugins.read',
    summary: {
      en: 'Keys whose signature makes a package trusted in this workspace',
      zh: '此工作空间信任的签名公钥',
    },
    response: z.object({ data: z.array(shape.trustedKey) }),
  },
  addTrustedKey: {
    method: 'POST',
    path: '/plugin-keys',
    permission: 'plugins.manage',
    summary: { en: 'Trust a public key (PEM)', zh: '添加信任的公钥（PEM）' },
    body: z.strictObject({
      name: z.string().trim().min(1).max(80),
      pem: z.string().min(1).max(20_000),
    }),
    response: shape.trustedKey,
  },
  deleteTrustedKey: {
    method: 'DELETE',
    path: '/plugin-keys/{fingerprint}',
    permission: 'plugins.manage',
    summary: {
      en: 'Trust a key no longer; what is installed stays',
      zh: '不再信任该公钥（已安装的插件保留）',
    },
    response: 'none',
  },
} as const satisfies Record<string, RouteSpec>;
