import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { NodeFailure, type FileValue, type Value } from '@outpost/contracts';
import { createFakeRunFiles } from '@outpost/contracts/testing';
import { documentExtractor } from '../../src/document-extractor/index.ts';
import { runNode } from '../support/create-node-context.ts';

async function extract(
  value: Value,
  files: ReturnType<typeof createFakeRunFiles> = createFakeRunFiles(),
): Promise<Value | undefined> {
  const { outputs } = await runNode(
    documentExtractor,
    { variable_selector: ['sys', 'files'], is_array_file: true },
    { pool: { sys: { files: value } }, ports: { files } },
  );
  return outputs['text'];
}

function extractFile(
  file: Partial<FileValue> & { readonly filename: string },
  content: string | Uint8Array,
): Promise<Value | undefined> {
  const files = createFakeRunFiles();
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return extract(files.put(file, bytes), files);
}

const formats: readonly (readonly [
  what: string,
  filename: string,
  content: string,
  text: string,
])[] = [
  ['text as it is', 'a.txt', 'one\ntwo', 'one\ntwo'],
  ['Markdown as it is', 'a.md', '# A\n\n- b', '# A\n\n- b'],
  ['source code as it is', 'a.py', 'def f():\n\treturn 1', 'def f():\n\treturn 1'],
  ['YAML as it is', 'a.yaml', 'a: 1', 'a: 1'],
  ['XML as it is', 'a.xml', '<a>1</a>', '<a>1</a>'],
  ['subtitles as they are', 'a.srt', '1\n00:01 --> 00:02\nHi', '1\n00:01 --> 00:02\nHi'],
  ['JSON indented by two', 'a.json', '{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
  ['JSON that is none as it is', 'a.json', '{"a":1}\n{"a":2}', '{"a":1}\n{"a":2}'],
  ['an extension in capitals', 'A.TXT', 'x', 'x'],
  [
    'a table',
    'a.csv',
    'n,v\n"a|b","x\ny"\n\nc',
    '| n | v |\n| --- | --- |\n| a\\|b | x y |\n| c |  |',
  ],
  [
    'a table with quotes',
    'a.csv',
    'a,b\r\n"say ""hi""",2\r\n',
    '| a | b |\n| --- | --- |\n| say "hi" | 2 |',
  ],
  ['a table with semicolons', 'a.csv', 'a;b\n1,5;2', '| a | b |\n| --- | --- |\n| 1,5 | 2 |'],
  ['a table with tabs', 'a.tsv', 'a\tb\n1\t2', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
  ['an empty table', 'a.csv', '', ''],
  [
    'a transcript',
    'a.vtt',
    'WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ann>Hello\n\n00:02.000 --> 00:03.000\n<v Ann>again</v>\n\n00:03.000 --> 00:04.000\nno name\n',
    'Ann: Hello again\nno name',
  ],
  [
    'properties',
    'a.properties',
    '# c\na=1\nb : two \\\n   lines\nk\\=x v\nu=\\u4e2d',
    '# c\na: 1\nb: two lines\nk=x: v\nu: 中',
  ],
];
for (const [what, filename, content, text] of formats)
  test(`document extractor: ${what}`, async () =>
    assert.equal(await extractFile({ filename }, content), text));

test('a page gives its words, not its markup', async () => {
  const html = `<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
    <!-- no --><h1>Head &amp; shoulders</h1><p>One<br>two&nbsp;&#20013;&#x6587; 3 < 4</p>
    <script>if (a < b) { alert("</p>") }</script>
    <ul><li>a</li><li title="x > y">b</li></ul>
    <table><tr><th>n</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table></body></html>`;
  assert.equal(
    await extractFile({ filename: 'a.html' }, html),
    '# Head & shoulders\n\nOne\ntwo 中文 3 < 4\n\n- a\n- b\n\nn | v\na | 1',
  );
});

test('a page is read in the character set it names', async () => {
  const head = Buffer.from('<meta charset="gbk"><p>');
  const bytes = Buffer.concat([head, Buffer.from('b2e2cad4', 'hex')]);
  assert.equal(await extractFile({ filename: 'a.htm' }, bytes), '测试');
});

test('hostile markup ends', async () => {
  const html = `${'<'.repeat(20_000)}${'<!--'.repeat(20_000)}${'<a b="'.repeat(20_000)}`;
  assert.equal(typeof (await extractFile({ filename: 'a.html' }, html)), 'string');
});

test('a message gives its head and its plain words', async () => {
  const eml = [
    'From: =?utf-8?b?5byg5LiJ?= <z@example.org>',
    'Subject: =?utf-8?q?caf=C3=A9?=',
    ' today',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: multipart/alternative; boundary=a',
    '',
    '--a',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>never</p>',
    '--a',
    'Content-Type: text/plain; charset=gbk',
    'Content-Transfer-Encoding: base64',
    '',
    'suLK1A==',
    '--a--',
    '--m',
    'Content-Type: application/pdf; name="x.pdf"',
    'Content-Disposition: attachment; filename="x.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    'AAAA',
    '--m--',
    '',
  ].join('\r\n');
  assert.equal(
    await extractFile({ filename: 'a.eml' }, eml),
    'From: 张三 <z@example.org>\nSubject: café today\n\n测试\n\n[x.pdf]',
  );
});

test('a message may be HTML only, in quoted-printable', async () => {
  const eml =
    'Subject: s\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>caf=C3=A9 =\nau lait</p>';
  assert.equal(await extractFile({ filename: 'a.eml' }, eml), 'Subject: s\n\ncafé au lait');
});

test('text in an old Chinese character set is read', async () =>
  assert.equal(
    await extractFile({ filename: 'a.txt' }, Buffer.from('d6d0cec4b2e2cad4', 'hex')),
    '中文测试',
  ));

test('the media type decides where the extension says nothing', async () => {
  const file = { filename: 'data', extension: '', mime_type: 'application/json; charset=utf-8' };
  assert.equal(await extractFile(file, '[1]'), '[\n  1\n]');
});

test('one file gives a text, a list gives a list, nothing an empty list', async () => {
  const files = createFakeRunFiles();
  const [a, b] = ['a', 'b'].map((name) =>
    files.put({ filename: `${name}.txt` }, Buffer.from(name)),
  );
  assert.equal(await extract(a ?? null, files), 'a');
  assert.deepEqual(await extract([a ?? null, b ?? null], files), ['a', 'b']);
  assert.deepEqual(await extract([]), []);
  assert.deepEqual(await extract(null), []);
});

for (const filename of ['a.pdf', 'a.docx', 'a.xlsx', 'a.pptx', 'a.epub', 'a.msg'])
  test(`a ${filename.slice(2)} file fails and says that it is not read yet`, () =>
    assert.rejects(extractFile({ filename }, 'x'), (error: unknown) => {
      assert.ok(error instanceof NodeFailure);
      assert.equal(error.error.code, 'node_unavailable');
      assert.match(error.message, new RegExp(`reader for \\${filename.slice(1)} files`));
      return true;
    }));

test('a picture is not a document', () =>
  assert.rejects(extractFile({ filename: 'a.png', mime_type: 'image/png' }, 'x'), /“a\.png”/));

test('what is neither a file nor a list of files fails', async () => {
  await assert.rejects(extract('text'), NodeFailure);
  await assert.rejects(extract(['text']), NodeFailure);
  await assert.rejects(
    async () => runNode(documentExtractor, { variable_selector: ['n', 'gone'] }),
    /n\.gone does not exist/,
  );
});
