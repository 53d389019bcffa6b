/** The console API, route by route: what the studio calls. Served below `/console/api`. */
import { z } from 'zod';
import { appModes } from '../app.ts';
import { debugRoutes } from './debug-routes.ts';
import { draftRoutes } from './draft-routes.ts';
import { labRoutes } from './lab-routes.ts';
import { logsRoutes } from './logs-routes.ts';
import { modelRef } from './model-ref.ts';
import { modelRoutes } from './model-routes.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { promptRoutes } from './prompt-routes.ts';
import type { RouteSpec } from './route.ts';
import * as shape from './schemas.ts';
import { siteSettingsRoutes } from './site-routes.ts';

const anyObject = z.record(z.string(), z.unknown());
const mapping = z.object({
  models: z
    .array(z.object({ from: modelRef, to: modelRef }))
    .max(500)
    .default([]),
  environment: z.record(z.string(), z.string().max(200_000)).default({}),
});

export const consoleRoutes = {
  setupState: {
    method: 'GET',
    path: '/setup',
    permission: 'public',
    summary: { en: 'Whether the first account exists', zh: '是否已创建首个账号' },
    response: shape.setupState,
  },
  setUp: {
    method: 'POST',
    path: '/setup',
    permission: 'public',
    summary: {
      en: 'Create the first account with the one-time token',
      zh: '用一次性令牌创建首个账号',
    },
    body: z.strictObject({
      token: z.string().min(1).max(200),
      name: z.string().trim().min(1).max(80),
      email: z.email().max(200).optional(),
      password: z.string().min(8).max(200),
      language: shape.language.default('en'),
    }),
    response: shape.session,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: { en: 'Sign in', zh: '登录' },
    body: z.strictObject({
      name: z.string().trim().min(1).max(200),
      password: z.string().min(1).max(200),
    }),
    response: shape.session,
  },
  currentSession: {
    method: 'GET',
    path: '/session',
    permission: 'signed-in',
    summary: { en: 'Who is signed in', zh: '当前登录者' },
    response: shape.session,
  },
  signOut: {
    method: 'DELETE',
    path: '/session',
    permission: 'signed-in',
    summary: { en: 'Sign out', zh: '退出登录' },
    response: 'none',
  },

  listApps: {
    method: 'GET',
    path: '/apps',
    permission: 'apps.read',
    summary: { en: 'List apps', zh: '应用列表' },
    query: shape.pageQuery.extend({
      keyword: z.string().max(200).optional(),
      mode: z.enum(appModes).optional(),
      tag: z.string().max(80).optional(),
    }),
    response: shape.page(shape.appSummary),
  },
  createApp: {
    method: 'POST',
    path: '/apps',
    permission: 'apps.edit',
    summary: { en: 'Create a blank app', zh: '创建空白应用' },
    body: z.strictObject({ name: z.string().trim().min(1).max(200), mode: z.enum(appModes) }),
    response: shape.appSummary,
  },
  importApp: {
    method: 'POST',
    path: '/apps/import',
    permission: 'apps.edit',
    summary: { en: 'Create an app from an app file', zh: '从应用文件创建应用' },
    body: z.strictObject({
      content: z.string().min(1),
      name: z.string().trim().min(1).max(200).optional(),
      mapping: mapping.optional(),
      /** Publishes at once when the app can run. */
      publish: z.boolean().default(false),
    }),
    response: z.object({
      app: shape.appSummary,
      report: shape.importReport,
      notes: z.array(anyObject),
    }),
  },
  checkAppFile: {
    method: 'POST',
    path: '/apps/check',
    permission: 'apps.read',
    summary: {
      en: 'Read an app file and report what is missing here',
      zh: '检查应用文件并报告缺少的内容',
    },
    body: z.strictObject({ content: z.string().min(1) }),
    response: z.object({ report: shape.importReport, notes: z.array(anyObject) }),
  },
  fetchAppFile: {
    method: 'POST',
    path: '/apps/fetch',
    permission: 'apps.edit',
    summary: { en: 'Fetch an app file from an address', zh: '从地址获取应用文件' },
    body: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2000) }),
    response: z.object({ content: z.string() }),
  },
  readApp: {
    method: 'GET',
    path: '/apps/{appId}',
    permission: 'apps.read',
    summary: { en: 'One app', zh: '应用详情' },
    response: shape.appSummary,
  },
  updateApp: {
    method: 'PATCH',
    path: '/apps/{appId}',
    permission: 'apps.edit',
    summary: {
      en: 'Rename an app, set its tags, switch its API',
      zh: '修改应用名称、标签或 API 开关',
    },
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).optional(),
      description: z.string().max(2000).optional(),
      icon: z.string().max(200).optional(),
      iconBackground: z.string().max(40).optional(),
      tags: z.array(z.string().trim().min(1).max(80)).max(50).optional(),
      enabledApi: z.boolean().optional(),
    }),
    response: shape.appSummary,
  },
  deleteApp: {
    method: 'DELETE',
    path: '/apps/{appId}',
    permission: 'apps.edit',
    summary: { en: 'Delete an app; it can be restored', zh: '删除应用（可恢复）' },
    response: 'none',
  },
  restoreApp: {
    method: 'POST',
    path: '/apps/{appId}/restore',
    permission: 'apps.edit',
    summary: { en: 'Undo the deletion of an app', zh: '恢复已删除的应用' },
    response: shape.appSummary,
  },
  duplicateApp: {
    method: 'POST',
    path: '/apps/{appId}/duplicate',
    permission: 'apps.edit',
    summary: { en: 'Copy an app', zh: '复制应用' },
    body: z.strictObject({ name: z.string().trim().min(1).max(200).optional() }),
    response: shape.appSummary,
  },
  exportApp: {
    method: 'GET',
    path: '/apps/{appId}/export',
    permission: 'apps.edit',
    summary: { en: 'The app as an app file', zh: '导出应用文件' },
    query: z.object({ secrets: z.stringbool().default(false) }),
    response: 'bytes',
  },

  ...draftRoutes,
  ...debugRoutes,

  listKeys: {
    method: 'GET',
    path: '/apps/{appId}/keys',
    permission: 'apps.keys',
    summary: { en: 'API keys of an app', zh: 'API 密钥列表' },
    response: z.object({ data: z.array(shape.apiKey) }),
  },
  createKey: {
    method: 'POST',
    path: '/apps/{appId}/keys',
    permission: 'apps.keys',
    summary: { en: 'Make an API key; it is shown once', zh: '创建 API 密钥（仅显示一次）' },
    response: shape.apiKey,
  },
  deleteKey: {
    method: 'DELETE',
    path: '/apps/{appId}/keys/{keyId}',
    permission: 'apps.keys',
    summary: { en: 'Delete an API key', zh: '删除 API 密钥' },
    response: 'none',
  },

  ...logsRoutes,
  ...modelRoutes,
  ...pluginRoutes,
  ...labRoutes,
  ...promptRoutes,
  ...siteSettingsRoutes,

  uploadFile: {
    method: 'POST',
    path: '/files',
    permission: 'apps.run',
    summary: { en: 'Upload a file', zh: '上传文件' },
    upload: true,
    response: shape.file,
  },
  readFile: {
    method: 'GET',
    path: '/files/{fileId}',
    permission: 'apps.read',
    summary: { en: 'A file’s bytes', zh: '下载文件' },
    response: 'bytes',
  },
} as const satisfies Record<string, RouteSpec>;

export type ConsoleRoutes = typeof consoleRoutes;
export type ConsoleRouteName = keyof ConsoleRoutes;
