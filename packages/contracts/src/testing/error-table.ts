import type { ErrorCodeRow } from '../errors/app-error.ts';

/** The page of errors, as Markdown; the document in the repository is held equal to it. */
export function errorTable(codes: Readonly<Record<string, ErrorCodeRow>>): string {
  const rows = Object.entries(codes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { category, en, zh }]) => `| \`${code}\` | ${category} | ${cell(en)} | ${cell(zh)} |`,
    );
  return `# Errors

One class, seven categories. Made by \`scripts/write-error-table.ts\`; a test holds it equal to the code.

| category | meaning | HTTP | exit code | try again |
|---|---|---|---|---|
| \`invalid\` | the caller's input is wrong | 400 | 2 | no |
| \`denied\` | not allowed, or not signed in | 401, 403 | 3 | no |
| \`missing\` | no such thing | 404 | 4 | no |
| \`conflict\` | the present state forbids it | 409 | 5 | after reading again |
| \`limited\` | a quota, rate or size | 413, 429 | 6 | after \`retry-after\` |
| \`unavailable\` | something outside failed or timed out | 502, 504 | 7 | later |
| \`internal\` | our fault | 500 | 70 | no |

| code | category | English | 中文 |
|---|---|---|---|
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
