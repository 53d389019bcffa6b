import type { ErrorCodeRow } from '../app-error.ts';

export const siteCodes = {
  site_missing: {
    category: 'missing',
    en: 'There is no page at this address. Ask whoever gave it to you for the current one.',
    zh: '此地址没有页面。请向提供者索取最新地址。',
  },
  site_off: {
    category: 'denied',
    en: 'The page “{app}” is switched off at the moment.',
    zh: '页面“{app}”当前已关闭。',
  },
  site_session_missing: {
    category: 'denied',
    en: 'Your visit has ended. Reload the page to go on.',
    zh: '访问会话已结束，请刷新页面后继续。',
  },
  site_password_wrong: { category: 'denied', en: 'The password is wrong.', zh: '密码错误。' },
  site_password_unset: {
    category: 'conflict',
    en: 'Set a password before only visitors who know one are let in.',
    zh: '请先设置密码，再将访问方式改为“密码”。',
  },
  site_secret_unset: {
    category: 'conflict',
    en: 'Make an identity secret before only visitors with a signed token are let in.',
    zh: '请先生成身份密钥，再将访问方式改为“签名身份”。',
  },
  site_identity_invalid: {
    category: 'denied',
    en: 'This page lets in visitors whom another site has signed in: {reason}',
    zh: '此页面仅向由其他站点登录的用户开放：{reason}',
  },
  site_feature_off: {
    category: 'invalid',
    en: 'The app “{app}” does not offer this: {feature}.',
    zh: '应用“{app}”未开启此功能：{feature}。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
