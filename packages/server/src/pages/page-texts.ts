import { consoleRoutes, type Language, type RouteSpec } from '@outpost/contracts';

const texts = {
  en: {
    setUp: 'Welcome to Outpost',
    setUpHint: 'Create the first account. It owns this installation.',
    name: 'Name',
    password: 'Password (at least 8 characters)',
    create: 'Create account',
    missingToken:
      'Open the link that Outpost printed when it started: it carries a one-time token.',
    home: 'Outpost is running',
    homeHint: 'Apps are imported and run from the command line and over the APIs.',
    reference: 'Console API reference',
    document: 'OpenAPI document',
    signIn: 'Sign in',
    signOut: 'Sign out',
    apps: 'Apps',
    noApps: 'No apps yet. Import one:',
    permission: 'Permission',
  },
  zh: {
    setUp: '欢迎使用 Outpost',
    setUpHint: '请创建首个账号，它拥有本安装的全部权限。',
    name: '用户名',
    password: '密码（至少 8 个字符）',
    create: '创建账号',
    missingToken: '请打开 Outpost 启动时打印的链接，其中包含一次性令牌。',
    home: 'Outpost 正在运行',
    homeHint: '可通过命令行和 API 导入并运行应用。',
    reference: '控制台 API 参考',
    document: 'OpenAPI 文档',
    signIn: '登录',
    signOut: '退出登录',
    apps: '应用',
    noApps: '还没有应用。导入一个：',
    permission: '权限',
  },
} as const satisfies Record<Language, Record<string, string>>;

export function setUpPage(language: Language): string {
  const text = texts[language];
  return frame(
    language,
    text.setUp,
    `<form id="set-up" data-missing-token="${text.missingToken}">
  <p>${text.setUpHint}</p>
  <label>${text.name}<input name="name" autocomplete="username" required maxlength="80" autofocus></label>
  <label>${text.password}<input name="password" type="password" autocomplete="new-password" required minlength="8" maxlength="200"></label>
  <p class="error" role="alert" hidden></p>
  <button>${text.create}</button>
</form>`,
  );
}

export function homePage(language: Language): string {
  const text = texts[language];
  return frame(
    language,
    text.home,
    `<p>${text.homeHint}</p>
<form id="sign-in" hidden>
  <label>${text.name}<input name="name" autocomplete="username" required></label>
  <label>${text.password}<input name="password" type="password" autocomplete="current-password" required></label>
  <p class="error" role="alert" hidden></p>
  <button>${text.signIn}</button>
</form>
<section id="apps" hidden>
  <h2>${text.apps}</h2>
  <ul></ul>
  <div class="empty" hidden><p>${text.noApps}</p><pre>npm run -s outpost -- import FILE.yml</pre></div>
  <button id="sign-out" class="quiet">${text.signOut}</button>
</section>
<p><a href="api-reference">${text.reference}</a> · <a href="openapi.json">${text.document}</a></p>`,
  );
}

export function apiPage(language: Language): string {
  const text = texts[language];
  const rows = (Object.entries(consoleRoutes) as [string, RouteSpec][]).map(
    ([name, { method, path, permission, summary }]) =>
      `<tr><td><code>${method}</code></td><td><code>${escape(path)}</code></td><td>${escape(summary[language])}</td><td>${permission}</td><td>${name}</td></tr>`,
  );
  return frame(
    language,
    text.reference,
    `<p><a href="openapi.json">${text.document}</a></p>
<table><thead><tr><th></th><th>/console/api</th><th></th><th>${text.permission}</th><th>id</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`,
  );
}

function frame(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="pages.css">
<script src="pages.js" defer></script>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
