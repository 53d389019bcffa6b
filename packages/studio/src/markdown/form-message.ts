import type { AnswerForm, AnswerFormField } from './nodes.ts';

export type FormValues = Readonly<Record<string, string | boolean>>;

/** What a form says when it is sent: JSON, or a line `name: value` for each field. */
export function formMessage({ format, fields }: AnswerForm, values: FormValues): string {
  const told = fields.map(
    (field) => [field.name, valueOf(field, values[field.name] ?? field.initial)] as const,
  );
  return format === 'json'
    ? JSON.stringify(Object.fromEntries(told))
    : told.map(([name, value]) => `${name}: ${value}`).join('\n');
}

export function initialValues({ fields }: AnswerForm): FormValues {
  return Object.fromEntries(fields.map(({ name, initial }) => [name, initial]));
}

/** Times are told with their zone, because whoever reads them sits elsewhere. */
function valueOf({ kind }: AnswerFormField, value: string | boolean): string | boolean {
  if (kind === 'checkbox') return value === true;
  if (typeof value === 'boolean' || value === '') return String(value);
  return kind === 'datetime' ? withZone(value) : value;
}

function withZone(local: string): string {
  const date = new Date(local);
  if (Number.isNaN(date.getTime())) return local;
  const minutes = -date.getTimezoneOffset();
  const two = (count: number): string => String(Math.abs(count)).padStart(2, '0');
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  return `${local.length === 16 ? `${local}:00.000` : local}${zone}`;
}
