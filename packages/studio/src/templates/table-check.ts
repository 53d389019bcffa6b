import { flowFile } from './app-file.ts';
import { codeStep, endStep, startStep, templateStep } from './steps.ts';
import type { Template } from './template.ts';

const code = `import csv, io, statistics


def main(table: str) -> dict:
    rows = list(csv.DictReader(io.StringIO(table.strip())))
    columns = []
    for name in (rows[0].keys() if rows else []):
        values = [(row.get(name) or "").strip() for row in rows]
        numbers = []
        for value in values:
            try:
                numbers.append(float(value.replace(",", "")))
            except ValueError:
                pass
        columns.append({
            "name": name,
            "empty": sum(1 for value in values if not value),
            "different": len(set(values)),
            "mean": round(statistics.mean(numbers), 3) if numbers else None,
            "smallest": min(numbers) if numbers else None,
            "largest": max(numbers) if numbers else None,
        })
    seen = [tuple(row.values()) for row in rows]
    return {"rows": len(rows), "twice": len(seen) - len(set(seen)), "columns": columns[:30]}
`;

export const tableCheck: Template = {
  id: 'table-check',
  mode: 'workflow',
  icon: '📊',
  background: '#E4FBCC',
  group: 'data',
  title: { en: 'Table check', zh: '表格体检' },
  description: {
    en: 'Counts, gaps, doubles and ranges of a CSV table. Needs no model at all.',
    zh: '统计 CSV 表格的行数、空值、重复行和数值范围，完全不需要模型。',
  },
  build({ language }) {
    const zh = language === 'zh';
    const report = zh
      ? `共 {{ rows }} 行，重复 {{ twice }} 行。

| 列 | 空值 | 不同值 | 平均 | 最小 | 最大 |
| --- | --- | --- | --- | --- | --- |
`
      : `{{ rows }} rows, {{ twice }} of them double.

| Column | Empty | Different | Mean | Smallest | Largest |
| --- | --- | --- | --- | --- | --- |
`;
    const line =
      '{% for column in columns %}| {{ column.name }} | {{ column.empty }} | {{ column.different }} | {{ column.mean if column.mean is not none else "–" }} | {{ column.smallest if column.smallest is not none else "–" }} | {{ column.largest if column.largest is not none else "–" }} |\n{% endfor %}';
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'workflow',
      nodes: [
        startStep(zh ? '开始' : 'Start', [
          {
            variable: 'table',
            label: zh ? 'CSV 表格（首行为列名）' : 'CSV table (names in the first line)',
          },
        ]),
        codeStep({
          id: 'count',
          title: zh ? '统计' : 'Count',
          inputs: { table: 'start.table' },
          code,
          outputs: { rows: 'number', twice: 'number', columns: 'array[object]' },
        }),
        templateStep('report', zh ? '写报告' : 'Report', report + line, {
          rows: 'count.rows',
          twice: 'count.twice',
          columns: 'count.columns',
        }),
        endStep(zh ? '结束' : 'End', { report: 'report.output' }),
      ],
      edges: [
        ['start', 'count'],
        ['count', 'report'],
        ['report', 'end'],
      ],
    });
  },
};
