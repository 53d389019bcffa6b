import { readRelaxedJson } from './relaxed-json.ts';

export type ChartOptions = Readonly<Record<string, unknown>>;

/**
 * The options of a chart as a model or a node wrote them, without what would load, open or show
 * HTML: links, pictures, formatters made of tags. Throws `SyntaxError` when they cannot be read.
 */
export function readChartOptions(source: string): ChartOptions {
  const written = source
    .trim()
    .replace(/^(?:(?:var|let|const)\s+)?[A-Za-z_$][\w$]*\s*=\s*(?=\{)/, '');
  const options = cleaned(readRelaxedJson(written), 0);
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new SyntaxError('an object is expected');
  const { tooltip, toolbox: _toolbox, graphic: _graphic, ...rest } = options as ChartOptions;
  const tip = Array.isArray(tooltip) ? (tooltip[0] as unknown) : tooltip;
  return {
    ...rest,
    animation: false,
    backgroundColor: 'transparent',
    // On the canvas: the other way to show it is HTML with styles in it.
    ...(tip === undefined
      ? {}
      : { tooltip: { ...(tip as ChartOptions), renderMode: 'richText', confine: true } }),
  };
}

/** Names whose values lead out of the page. */
const leadingOut = new Set([
  'link',
  'sublink',
  'target',
  'subtarget',
  'extraCssText',
  'className',
  'optionToContent',
  'contentToOption',
]);
const depthMax = 60;

function cleaned(value: unknown, depth: number): unknown {
  if (depth > depthMax) return null;
  if (typeof value === 'string') return isOutside(value) ? '' : value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (leadingOut.has(name) || name === '__proto__') continue;
    if (name === 'image' && typeof inner === 'string' && !inner.startsWith('data:image/')) continue;
    kept[name] = cleaned(inner, depth + 1);
  }
  return kept;
}

/** Symbols and backgrounds may name pictures: `image://https://…`. */
function isOutside(text: string): boolean {
  return /^image:\/\/(?!data:image\/)/i.test(text) || /^(https?:)?\/\//i.test(text);
}
