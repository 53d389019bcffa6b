import { z } from 'zod';
import { siteSettings, siteSettingsPatch } from '../site/site-settings.ts';
import type { RouteSpec } from './route.ts';

/** The console's routes about an app's published page. */
export const siteSettingsRoutes = {
  readSiteSettings: {
    method: 'GET',
    path: '/apps/{appId}/site',
    permission: 'apps.read',
    summary: { en: 'The published page of an app', zh: '应用的发布页面设置' },
    response: siteSettings,
  },
  updateSiteSettings: {
    method: 'PATCH',
    path: '/apps/{appId}/site',
    permission: 'apps.edit',
    summary: {
      en: 'Change the published page: look, texts, who may see and embed it',
      zh: '修改发布页面的外观、文字、访问与嵌入权限',
    },
    body: siteSettingsPatch,
    response: siteSettings,
  },
  renewSiteCode: {
    method: 'POST',
    path: '/apps/{appId}/site/code',
    permission: 'apps.edit',
    summary: {
      en: 'Give the published page a new address; the old one ends',
      zh: '更换发布页面地址（旧地址失效）',
    },
    response: siteSettings,
  },
  setSitePassword: {
    method: 'PUT',
    path: '/apps/{appId}/site/password',
    permission: 'apps.edit',
    summary: {
      en: 'Set the password of the published page; everybody has to enter it anew',
      zh: '设置发布页面的访问密码（所有访客需重新输入）',
    },
    body: z.strictObject({ password: z.string().min(4).max(200) }),
    response: siteSettings,
  },
  renewSiteSecret: {
    method: 'POST',
    path: '/apps/{appId}/site/identity-secret',
    permission: 'apps.keys',
    summary: {
      en: 'Make the secret by which another site signs its users in; it is shown once',
      zh: '生成用户身份签名密钥（仅显示一次）',
    },
    response: z.object({ secret: z.string() }),
  },
} as const satisfies Record<string, RouteSpec>;
