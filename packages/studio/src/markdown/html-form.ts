import { textInside, type HtmlChild, type HtmlElement } from './html-tree.ts';
import type { AnswerForm, AnswerFormField, QuickReply } from './nodes.ts';

/** A form as it stands in an answer; fields without a usable name are left out. */
export function formFrom({ attributes, children }: HtmlElement): AnswerForm {
  const elements = elementsIn(children);
  const labels = new Map(
    elements
      .filter(({ tag, attributes: own }) => tag === 'label' && own['for'] !== undefined)
      .map((label) => [label.attributes['for'] ?? '', textInside(label.children).trim()]),
  );
  const button = elements.find(({ tag }) => tag === 'button');
  const fields = elements
    .map((element) => fieldFrom(element, labels))
    .filter((field) => field !== null);
  return {
    type: 'form',
    format: attributes['data-format'] === 'json' ? 'json' : 'text',
    fields: fields
      .filter(({ name }, index) => fields.findIndex((other) => other.name === name) === index)
      .slice(0, fieldsMax),
    submit: {
      words: button ? textInside(button.children).trim() : '',
      look: lookOf(button?.attributes['data-variant'] ?? 'primary'),
    },
  };
}

const fieldsMax = 100;
const usableName = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;

function elementsIn(children: readonly HtmlChild[]): readonly HtmlElement[] {
  return children.flatMap((child) =>
    child.type === 'element' ? [child, ...elementsIn(child.children)] : [],
  );
}

function fieldFrom(
  { tag, attributes, children }: HtmlElement,
  labels: ReadonlyMap<string, string>,
): AnswerFormField | null {
  const { name = '', placeholder = '', value = '' } = attributes;
  const kind = tag === 'input' ? kindOf(attributes['type']) : tag;
  if (!usableName.test(name) || (tag !== 'input' && tag !== 'textarea' && tag !== 'select'))
    return null;
  const label = labels.get(name) ?? '';
  const field = { name, placeholder, label, options: [] as string[] };
  switch (kind) {
    case 'checkbox':
      return {
        ...field,
        kind,
        label: attributes['data-tip'] ?? (label || name),
        initial: 'checked' in attributes || value === 'true',
      };
    case 'select': {
      const options =
        tag === 'select' ? optionsInside(children) : optionsIn(attributes['data-options'] ?? '');
      return { ...field, kind, options, initial: options.includes(value) ? value : '' };
    }
    case 'textarea':
      return { ...field, kind, initial: value === '' ? textInside(children).trim() : value };
    default:
      return { ...field, kind: kind as AnswerFormField['kind'], initial: value };
  }
}

const inputKinds: ReadonlySet<string> = new Set([
  'text',
  'password',
  'email',
  'number',
  'date',
  'time',
  'datetime',
  'checkbox',
  'select',
  'hidden',
]);

function kindOf(type = 'text'): string {
  const kind = type.toLowerCase();
  if (kind === 'datetime-local') return 'datetime';
  return inputKinds.has(kind) ? kind : 'text';
}

function optionsIn(json: string): string[] {
  try {
    const options: unknown = JSON.parse(json);
    return Array.isArray(options) ? options.map(String).slice(0, 500) : [];
  } catch {
    return [];
  }
}

function optionsInside(children: readonly HtmlChild[]): string[] {
  return elementsIn(children)
    .filter(({ tag }) => tag === 'option')
    .map(({ attributes, children: inside }) => attributes['value'] ?? textInside(inside).trim())
    .slice(0, 500);
}

export function lookOf(variant: string | undefined): QuickReply['look'] {
  if (variant === 'primary' || variant === 'warning') return 'primary';
  return variant?.startsWith('ghost') || variant === 'tertiary' ? 'quiet' : 'normal';
}
