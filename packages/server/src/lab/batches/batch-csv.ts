import type { Language } from '@outpost/contracts';
import type { BatchResult } from '@outpost/store';
import { writeCsv, withoutFormula } from '../csv/write-csv.ts';
import { textOfOutput } from '../judge/answer.ts';
import { inLanguage } from '../words-of.ts';

/** The results of a batch for a spreadsheet. */
export function batchCsv(results: readonly BatchResult[], language: Language): string {
  const names = [...new Set(results.flatMap(({ inputs }) => Object.keys(inputs)))];
  const hasQuery = results.some(({ query }) => query !== '');
  return writeCsv([
    [...names, ...(hasQuery ? ['query'] : []), ...columns],
    ...results.map((result) =>
      [
        ...names.map((name) => textOfOutput(result.inputs[name] ?? null)),
        ...(hasQuery ? [result.query] : []),
        result.expected,
        result.output,
        result.status,
        reasonsOf(result, language),
        scoresOf(result),
        String(Math.round(result.elapsedMs)),
        String(result.totalTokens),
        result.totalPrice,
        result.currency,
      ].map(withoutFormula),
    ),
  ]);
}

const columns = [
  'expected',
  'output',
  'verdict',
  'reason',
  'score',
  'elapsed_ms',
  'tokens',
  'price',
  'currency',
];

function reasonsOf({ error, verdicts }: BatchResult, language: Language): string {
  const reasons = [error, ...verdicts.map(({ reason }) => reason)];
  return reasons
    .flatMap((reason) => (reason === null ? [] : [inLanguage(reason, language)]))
    .filter(Boolean)
    .join('\n');
}

function scoresOf({ verdicts }: BatchResult): string {
  return verdicts.flatMap(({ score }) => score ?? []).join(' ');
}
