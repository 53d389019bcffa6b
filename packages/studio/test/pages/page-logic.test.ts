import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import type { FormField, SiteEvent } from '@outpost/contracts';
import { accentTokens, contrast, rgbOf } from '../../src/pages/accent.ts';
import { readAddressValues } from '../../src/pages/address-values.ts';
import { startBatch, type BatchView } from '../../src/pages/batch.ts';
import { readCsv, writeCsv } from '../../src/pages/csv.ts';
import { faultsOf, firstValues, inputsOf } from '../../src/pages/form-values.ts';
import { emptyReply, reduceReply } from '../../src/pages/reply-state.ts';
import { noParent, threadOf } from '../../src/pages/thread.ts';

test('the events of a run add up to the answer that a reader sees', () => {
  const step = { stepId: 's', title: 'LLM', kind: 'llm', depth: 0, round: null };
  const events: SiteEvent[] = [
    { type: 'start', seq: 1, at: 0 },
    { type: 'step-start', seq: 2, ...step },
    { type: 'thinking', seq: 3, text: 'hm' },
    { type: 'text', seq: 4, text: 'Hel' },
    { type: 'text', seq: 5, text: 'lo' },
    { type: 'step-end', seq: 6, stepId: 's', status: 'succeeded', error: null, elapsedMs: 5 },
    {
      type: 'end',
      seq: 7,
      status: 'failed',
      error: 'No.',
      outputs: null,
      elapsedMs: 9,
      totalTokens: 3,
    },
  ];

  assert.deepEqual(events.reduce(reduceReply, emptyReply), {
    ...emptyReply,
    text: 'Hello',
    thinking: 'hm',
    steps: [{ ...step, status: 'succeeded', error: null, elapsedMs: 5 }],
    status: 'error',
    error: 'No.',
    elapsedMs: 9,
    totalTokens: 3,
  });
});

test('a thread leads through the chosen of several answers, else through the newest', () => {
  //  a ─ b ─ c        b2 answers what b answered; d follows b2
  //    └ b2 ─ d
  const messages = [
    { id: 'a', parentId: noParent },
    { id: 'b', parentId: 'a' },
    { id: 'c', parentId: null },
    { id: 'b2', parentId: 'a' },
    { id: 'd', parentId: 'b2' },
  ];
  const ids = (chosen: Record<string, string>) =>
    threadOf(messages, chosen).map(({ message, siblings }) => `${message.id}/${siblings.length}`);

  assert.deepEqual(ids({}), ['a/1', 'b2/2', 'd/1']);
  assert.deepEqual(ids({ a: 'b' }), ['a/1', 'b/2', 'c/1']);
});

test('a message whose parent is on an older page begins the thread that is shown', () => {
  assert.deepEqual(
    threadOf(
      [
        { id: 'x', parentId: 'older' },
        { id: 'y', parentId: 'x' },
      ],
      {},
    ).map(({ message }) => message.id),
    ['x', 'y'],
  );
});

test('a thread that leads in a circle ends', () => {
  const circle = [
    { id: 'a', parentId: noParent },
    { id: 'a', parentId: 'a' },
  ];
  assert.equal(threadOf(circle, {}).length, 1);
});

test('tables survive being written and read, whatever is in their cells', () => {
  const rows = [
    ['question', 'answer'],
    ['a, "b"', 'line\nbreak'],
    ['城市', ' spaced '],
    ['-1.5', '50%'],
  ];
  assert.deepEqual(readCsv(writeCsv(rows)), rows);
});

test('tables of other spreadsheets are read: semicolons, tabs, empty lines, quoted separators', () => {
  assert.deepEqual(readCsv('a;b\r\n1;"2;3"\r\n\r\n'), [
    ['a', 'b'],
    ['1', '2;3'],
  ]);
  assert.deepEqual(readCsv('\ufeffa\tb\n1\t2'), [
    ['a', 'b'],
    ['1', '2'],
  ]);
  assert.deepEqual(readCsv(''), []);
});

test('a cell that a spreadsheet would take for a formula is made text', () => {
  const written = writeCsv([['=HYPERLINK("x")', '+1', '@SUM', '-2+cmd', '-2', 'plain']]);

  assert.equal(written, '\ufeff"\'=HYPERLINK(""x"")",\'+1,\'@SUM,\'-2+cmd,-2,plain\r\n');
});

const field = (
  name: string,
  type: FormField['type'],
  rest: Partial<FormField> = {},
): FormField => ({
  name,
  type,
  label: name,
  required: false,
  placeholder: '',
  hint: '',
  lengthMax: null,
  options: [],
  initial: null,
  accepts: null,
  ...rest,
});

test('a form begins with its defaults, over them what the address says, within its limits', () => {
  const form = [
    field('text', 'text', { initial: 'abc', lengthMax: 3 }),
    field('choice', 'select', { options: ['a', 'b'], initial: 'a' }),
    field('yes', 'checkbox', { initial: true }),
    field('count', 'number', { initial: 3 }),
    field('files', 'files'),
  ];

  assert.deepEqual(firstValues(form), {
    text: 'abc',
    choice: 'a',
    yes: true,
    count: '3',
    files: [],
  });
  assert.deepEqual(firstValues(form, { text: 'longer', choice: 'z', yes: 'no', count: '7' }), {
    text: 'lon',
    choice: '',
    yes: false,
    count: '7',
    files: [],
  });
});

test('a form says what keeps it from being sent, and sends what was filled in', () => {
  const form = [
    field('name', 'text', { required: true }),
    field('count', 'number'),
    field('data', 'json'),
    field('short', 'paragraph', { lengthMax: 2 }),
    field('paper', 'file', { required: true }),
    field('choice', 'select', { options: ['a'] }),
  ];
  const paper = { name: 'p', type: 'document', reference: { upload_file_id: '1' } };

  assert.deepEqual(
    faultsOf(form, { name: ' ', count: 'x', data: '[1]', short: 'abc', choice: 'z' }),
    {
      name: 'required',
      count: 'number',
      data: 'json',
      short: 'tooLong',
      paper: 'required',
      choice: 'choice',
    },
  );
  const values = {
    name: 'Ada',
    count: '1.5',
    data: '{"a":1}',
    short: '',
    paper: [paper],
    choice: '',
  };
  assert.deepEqual(faultsOf(form, values), {});
  assert.deepEqual(inputsOf(form, values), {
    name: 'Ada',
    count: 1.5,
    data: { a: 1 },
    paper: { upload_file_id: '1' },
  });
});

test('an address fills the form plainly or packed, and says who visits', async () => {
  const packed = encodeURIComponent(gzipSync('从脚本来').toString('base64'));
  const values = await readAddressValues(
    `?city=Paris&note=${packed}&sys.user_id=u-7&user.name=Ada&odd=H4sInotpacked`,
    '#identity=a.b.c',
  );

  assert.deepEqual(values, {
    inputs: { city: 'Paris', note: '从脚本来', odd: 'H4sInotpacked' },
    userId: 'u-7',
    conversationId: null,
    userName: 'Ada',
    identity: 'a.b.c',
  });
});

test('a batch runs a few rows at a time, pauses, goes on, and tries again what failed', async () => {
  let going = 0;
  let most = 0;
  const failing = new Set([2]);
  const waiting: (() => void)[] = [];
  let view: BatchView = { rows: [], state: 'running' };
  const batch = startBatch({
    rows: Array.from({ length: 5 }, (_, index) => ({ index })),
    atOnceMax: 2,
    run: async ({ index }) => {
      going += 1;
      most = Math.max(most, going);
      await new Promise<void>((resolve) => waiting.push(resolve));
      going -= 1;
      if (failing.has(index as number)) throw new Error('no');
      return `row ${String(index)}`;
    },
    words: (error) => (error as Error).message,
    onChange: (changed) => {
      view = changed;
    },
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const statuses = (): string => view.rows.map(({ status }) => status[0]).join('');

  await turn();
  batch.pause();
  waiting.shift()?.();
  await turn();
  assert.deepEqual([statuses(), view.state], ['drwww', 'paused']);
  batch.goOn();
  while (waiting.length > 0) {
    waiting.shift()?.();
    await turn();
  }
  assert.deepEqual([statuses(), view.state, most], ['ddfdd', 'over', 2]);
  failing.clear();
  batch.retry();
  waiting.shift()?.();
  await turn();
  assert.deepEqual([statuses(), view.rows[2]?.result], ['ddddd', 'row 2']);
});

test('a batch that is cancelled takes no late answer', async () => {
  let release = (): void => {};
  let view: BatchView = { rows: [], state: 'running' };
  const batch = startBatch({
    rows: [{}, {}],
    atOnceMax: 1,
    run: () =>
      new Promise((resolve) => {
        release = () => resolve('late');
      }),
    words: String,
    onChange: (changed) => {
      view = changed;
    },
  });
  await Promise.resolve();
  batch.cancel();
  release();
  await Promise.resolve();

  assert.deepEqual(
    [view.rows.map(({ status, result }) => [status, result]), view.state],
    [
      [
        ['cancelled', ''],
        ['cancelled', ''],
      ],
      'over',
    ],
  );
});

test('any colour of a maker leaves text readable in both themes', () => {
  const surfaces = { light: '#ffffff', dark: '#1a1d1b' } as const;
  for (const colour of [
    '#ffff00',
    '#000000',
    '#ffffff',
    '#1f6feb',
    '#808080',
    '#ff0055',
    '#7cfc00',
  ])
    for (const theme of ['light', 'dark'] as const) {
      const tokens = accentTokens(colour, theme);
      const ratio = (a: string, b: string): number =>
        contrast(rgbOf(tokens[a] ?? a), rgbOf(tokens[b] ?? b));

      assert.ok(ratio('--accent-ink', surfaces[theme]) >= 4.5, `${colour} words, ${theme}`);
      assert.ok(ratio('--on-accent', '--accent') >= 4.5, `${colour} button, ${theme}`);
    }
});
