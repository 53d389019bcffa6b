/** From a table of a visitor to the inputs of runs, and from their results to a table again. */
import type { FormField } from '@outpost/contracts';
import type { BatchRow } from '../batch.ts';
import { readCsv, writeCsv } from '../csv.ts';
import { faultsOf, inputsOf, type FieldFault, type FormValues } from '../form-values.ts';
import { textOfValue } from '../text-of-value.ts';

export const rowsMax = 1000;

/** Files cannot stand in a table. */
export function columnsOf(form: readonly FormField[]): readonly FormField[] {
  return form.filter(({ type }) => type !== 'file' && type !== 'files');
}

export function templateOf(form: readonly FormField[]): string {
  return writeCsv([columnsOf(form).map(({ name }) => name)]);
}

export type ReadTable =
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly fault: 'empty' | 'tooMany' }
  | { readonly fault: 'head'; readonly names: readonly string[] }
  | {
      readonly fault: 'row';
      /** As a spreadsheet counts, with the head as the first. */
      readonly row: number;
      readonly field: FormField;
      readonly reason: FieldFault;
    };

/** Columns go by the name or the label of a field; the first row that is wrong is named. */
export function readTable(text: string, form: readonly FormField[]): ReadTable {
  const [head = [], ...body] = readCsv(text);
  const columns = columnsOf(form);
  const places = columns.map((field) => ({ field, place: placeOf(head, field) }));
  const names = places
    .filter(({ field, place }) => place < 0 && field.required)
    .map(({ field }) => field.name);
  if (names.length > 0) return { fault: 'head', names };
  if (body.length === 0) return { fault: 'empty' };
  if (body.length > rowsMax) return { fault: 'tooMany' };
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (const [index, cells] of body.entries()) {
    const values: FormValues = Object.fromEntries(
      places.map(({ field, place }) => [field.name, valueOf(field, cells[place] ?? '')]),
    );
    const [wrong] = Object.entries(faultsOf(columns, values));
    const field = wrong && columns.find(({ name }) => name === wrong[0]);
    if (wrong && field) return { fault: 'row', row: index + 2, field, reason: wrong[1] };
    rows.push(inputsOf(columns, values));
  }
  return { rows };
}

function placeOf(head: readonly string[], { name, label }: FormField): number {
  const titles = head.map((title) => title.trim());
  const byName = titles.indexOf(name);
  return byName >= 0 ? byName : titles.indexOf(label);
}

function valueOf({ type, initial }: FormField, cell: string): string | boolean {
  if (type === 'checkbox') return /^(true|1|yes|on|是|✓|x)$/i.test(cell.trim());
  // What is left empty has its default, as in the form.
  return cell === '' && initial !== null ? String(initial) : cell;
}

/** What was given and what came of it, a row each. */
export function resultsTable(
  form: readonly FormField[],
  rows: readonly BatchRow[],
  titles: { readonly result: string; readonly status: string },
): string {
  const columns = columnsOf(form);
  return writeCsv([
    [...columns.map(({ name }) => name), titles.result, titles.status],
    ...rows.map(({ values, result, status }) => [
      ...columns.map(({ name }) => textOfValue(values[name])),
      result,
      status,
    ]),
  ]);
}
