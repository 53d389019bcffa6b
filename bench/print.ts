import { isKept, type Row } from './row.ts';
import type { Machine } from './support/machine.ts';

export function describe(machine: Machine): string {
  const { date, version, node, system, cpu, cores, memoryGb, load } = machine;
  return `${date} UTC · Outpost ${version} · Node ${node} · ${cpu}, ${cores} cores, ${memoryGb} GB, ${system} · load average before: ${load}${load > 0.5 ? ' (a busy machine: figures are worse than they should be)' : ''}`;
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

/** What stands above the figures in docs/bench.md. */
export const introduction = `# Benchmark

Written by \`npm run bench -- --write\`; a run takes some four minutes. Each row is a promise of the design beside what was measured.

- The platform is the build that users start, in a process of its own, with its data on disk and every commit synced. The load comes from other processes on the same cores.
- Every load is warmed up; a figure is the median of several rounds or starts. A run or stream with a wrong answer spoils the whole measurement.
- “Added latency” is the difference to asking the model server directly, under the same load.
- The longest stall is the longest time that a timer of the server was late. On a busy machine it holds what other programs took; so do all figures, hence the load average.
- \`--peers\` installs n8n and Flowise from npm and graphon from PyPI and measures what can be run without a person: n8n a webhook workflow, Flowise start-up and memory, graphon its engine on the same workflow file (it needs Python 3.12 or 3.13).`;
