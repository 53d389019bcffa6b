/** The reference of the console API: a plain page, made of the table of routes. */
import { consoleRoutes, type Language, type RouteSpec } from '@outpost/contracts';

const texts = {
  en: { title: 'Console API reference', document: 'OpenAPI document', permission: 'Permission' },
  zh: { title: '控制台 API 参考', document: 'OpenAPI 文档', permission: '权限' },
} as const satisfies Record<Language, Record<string, string>>;

export function apiReferencePage(language: Language): string {
  const text = texts[language];
  const rows = (Object.entries(consoleRoutes) as [string, RouteSpec][]).map(
    ([name, { method, path, permission, summary }]) =>
      `<tr><td><code>${method}</code></td><td><code>${escape(path)}</code></td><td>${escape(summary[language])}</td><td>${permission}</td><td>${name}</td></tr>`,
  );
  return frame(
    language,
    text.title,
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
<link rel="icon" href="outpost.svg">
<link rel="stylesheet" href="api-reference.css">
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

export const apiReferenceStyle = `:root { color-scheme: light dark; --line: #8884; --accent: #0b6e69; }
@media (prefers-color-scheme: dark) { :root { --accent: #5fcfc4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 48px 24px; }
h1 { font-size: 25px; line-height: 1.25; margin: 0 0 16px; }
a { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
`;
