import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppField } from '../../src/lab/app-fields.ts';
import { parseCsv } from '../../src/lab/csv/parse-csv.ts';
import { readTestRows, type CsvRequest } from '../../src/lab/csv/read-test-rows.ts';
import { writeCsv, withoutFormula } from '../../src/lab/csv/write-csv.ts';

const field = (name: string, type = 'paragraph', more: Partial<AppField> = {}): AppField => ({
  name,
  label: name,
  type,
  required: false,
  options: [],
  ...more,
});
const read = (csv: string, more: Partial<CsvRequest> = {}) =>
  readTestRows({ csv, fields: [], hasQuery: true, language: 'en', ...more });

describe('CSV', () => {
  test('quotes, doubled quotes, breaks in cells and every line end are read', () => {
    const { records } = parseCsv('\uFEFFa,"b ""c""\nd",\r\n\r\n e ,f,"g"\rh,i,j');

    assert.deepEqual(records, [
      { line: 1, cells: ['a', 'b "c"\nd', ''] },
      { line: 4, cells: [' e ', 'f', 'g'] },
      { line: 5, cells: ['h', 'i', 'j'] },
    ]);
  });

  test('semicolons and tabs are known by the first line', () => {
    assert.deepEqual(parseCsv('a;b\n1,5;2').records[1]?.cells, ['1,5', '2']);
    assert.deepEqual(parseCsv('a\tb\n"x\ty"\tz').records[1]?.cells, ['x\ty', 'z']);
  });

  test('what is written is read back the same, whatever the cells hold', () => {
    const rows = [
      ['a', ' b', 'c"d', 'e,f'],
      ['1\n2', '', '中文', '=1+1'],
    ];

    assert.deepEqual(
      parseCsv(writeCsv(rows)).records.map(({ cells }) => cells),
      rows,
    );
  });

  test('what a spreadsheet would run is shown as text in exported answers', () => {
    assert.equal(withoutFormula('=HYPERLINK("x")'), '\'=HYPERLINK("x")');
    assert.equal(withoutFormula('-5.2'), '-5.2');
    assert.equal(withoutFormula('a=b'), 'a=b');
  });
});

describe('test rows from CSV', () => {
  test('columns are known by name, label or common words in both languages', () => {
    const { mapping, rows } = read('城市,问题,标准答案,note\n北京,天气？,晴,x', {
      fields: [field('city', 'text-input', { label: '城市' })],
    });

    assert.deepEqual(mapping, {
      城市: { to: 'input', name: 'city' },
      问题: { to: 'query' },
      标准答案: { to: 'expected' },
      note: { to: 'nothing' },
    });
    assert.deepEqual(rows, [{ inputs: { city: '北京' }, query: '天气？', expected: '晴' }]);
  });

  test('cells become what their inputs are, and bad ones are told by line', () => {
    const fields = [
      field('count', 'number'),
      field('yes', 'checkbox'),
      field('size', 'select', { options: ['S', 'M'] }),
      field('must', 'text-input', { required: true }),
    ];
    const csv = [
      'query,count,yes,size,must',
      'one,"1.5",true,S,x',
      '"two\nlines",many,true,S,x',
      'three,1,maybe,S,x',
      'four,1,是,XL,x',
      'five,1,no,M,',
      'six,1',
      ',1,no,M,x',
      'eight,,,,y',
    ].join('\n');

    const { rows, problems } = read(csv, { fields });

    assert.deepEqual(rows, [
      { query: 'one', expected: '', inputs: { count: 1.5, yes: true, size: 'S', must: 'x' } },
      { query: 'eight', expected: '', inputs: { must: 'y' } },
    ]);
    assert.deepEqual(
      problems.map(({ line, message }) => [line, message.replace(/^The input “(\w+)”.*/, '$1')]),
      [
        [3, 'count'],
        [5, 'yes'],
        [6, 'size'],
        [7, 'must'],
        [8, 'It has 2 cells; the header has 5.'],
        [9, 'The question is empty.'],
      ],
    );
  });

  test('a quote that is never closed spoils its own line only', () => {
    const { rows, problems } = read('query,expected\na,b\nc,"d\ne,f\n');

    assert.equal(rows.length, 1);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3],
    );
  });

  test('files come as addresses', () => {
    const fields = [field('picture', 'file', { required: true })];

    const { rows, problems } = read('query,picture\na,https://x.test/a.png\nb,C:\\a.png', {
      fields,
    });

    assert.deepEqual(rows[0]?.inputs, {
      picture: { transfer_method: 'remote_url', url: 'https://x.test/a.png' },
    });
    assert.equal(problems[0]?.line, 3);
  });

  test('columns of one name and a text without any table are not mixed up', () => {
    assert.deepEqual(read('a,a,\n1,2,3').columns, ['a', 'a (2)', '#3']);
    assert.throws(() => read(' \n'.trim()), { code: 'csv_unreadable' });
  });
});
