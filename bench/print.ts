import { isKept, type Row } from './row.ts';
import type { Machine } from './support/machine.ts';

export function describe(machine: Machine): string {
  const { date, version, node, system, cpu, cores, memoryGb, load } = machine;
  return `${date} UTC · Outpost ${version} · Node ${node} · ${cpu}, ${cores} cores, ${memoryGb} GB, ${system} · load average before: ${load}`;
}

/** The rows as a table that is read in a terminal and rendered by Markdown alike. */
export function table(rows: readonly Row[]): string {
  const head = ['measurement', 'measured', 'budget', '', 'note'];
  const cells = [
    head,
    ...rows.map((row) => [
      row.title,
      `${number(row.measured)} ${row.unit}`,
      budgetText(row),
      row.budget === null ? '' : isKept(row) ? 'ok' : 'OVER',
      row.note ?? '',
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...cells.slice(1).map(line)].join('\n');
}

function budgetText({ budget, unit }: Row): string {
  if (budget === null) return '';
  return 'atMost' in budget
    ? `≤ ${number(budget.atMost)} ${unit}`
    : `≥ ${number(budget.atLeast)} ${unit}`;
}

function number(value: number): string {
  return value >= 100 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(value < 10 ? 2 : 1);
}
