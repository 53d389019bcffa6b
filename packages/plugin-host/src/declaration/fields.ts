/**
 * Pieces of plugin declarations. They are written by many hands: a value of another shape than
 * expected reads as absent, and only what a plugin cannot do without is refused.
 */
import type { LocalText, SettingField, SettingOption } from '@outpost/contracts';

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Python's YAML reads more words as true than ours. */
export function flagOf(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|yes|on)$/i.test(value));
}

/** Words in our two languages; one stands in for the other. */
export function wordsOf(value: unknown, fallback = ''): LocalText {
  if (typeof value === 'string') return { en: value, zh: value };
  const { en_US: english, zh_Hans: chinese } = treeOf(value);
  const en = textOf(english) || textOf(chinese) || fallback;
  return { en, zh: textOf(chinese) || en };
}

export function optionalWords(value: unknown): LocalText | null {
  const words = wordsOf(value);
  return words.en === '' ? null : words;
}

export function optionsOf(value: unknown): SettingOption[] {
  return listOf(value).flatMap((item) => {
    if (!isTree(item)) {
      const text = textOf(item);
      return text === '' ? [] : [{ value: text, label: wordsOf(text), icon: null }];
    }
    const option = textOf(item['value']);
    return [
      { value: option, label: wordsOf(item['label'], option), icon: textOf(item['icon']) || null },
    ];
  });
}

export function showOnOf(value: unknown): { name: string; value: string }[] {
  return listOf(value).flatMap((item) => {
    const name = textOf(treeOf(item)['variable']);
    return name === '' ? [] : [{ name, value: textOf(treeOf(item)['value']) }];
  });
}

/** Settings come as a list of named items, or as a map from names. */
export function settingsOf(value: unknown): SettingField[] {
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const tree = treeOf(item);
      const name = textOf(tree['name'] ?? tree['variable']);
      return name === '' ? [] : [settingOf(name, tree)];
    });
  return Object.entries(treeOf(value)).map(([name, item]) => settingOf(name, treeOf(item)));
}

function settingOf(name: string, tree: Tree): SettingField {
  return {
    name,
    type: settingTypes[textOf(tree['type'])] ?? 'other',
    scope: textOf(tree['scope']) || null,
    required: flagOf(tree['required']),
    multiple: flagOf(tree['multiple']),
    default: tree['default'] ?? null,
    options: optionsOf(tree['options']),
    label: wordsOf(tree['label'], name),
    help: optionalWords(tree['help']),
    placeholder: optionalWords(tree['placeholder']),
    url: textOf(tree['url']) || null,
    showOn: showOnOf(tree['show_on']),
  };
}

const settingTypes: Readonly<Record<string, SettingField['type']>> = {
  'secret-input': 'secret',
  'text-input': 'text',
  string: 'text',
  number: 'number',
  select: 'select',
  radio: 'select',
  boolean: 'boolean',
  checkbox: 'boolean',
  switch: 'boolean',
  'model-selector': 'model',
  'app-selector': 'app',
  'array[tools]': 'tools',
};
