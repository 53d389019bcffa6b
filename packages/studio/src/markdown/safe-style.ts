import type { SafeStyle } from './nodes.ts';

const colour =
  /^(#[0-9a-f]{3,8}|[a-z]{3,25}|(rgb|hsl)a?\(\s*[\d.]+%?(deg)?(\s*[,/ ]\s*[\d.]+%?){2,3}\s*\))$/i;
const size = /^(\d{1,2}(\.\d{1,2})?)(px|pt)$|^(\d(\.\d{1,2})?)(em|rem)$|^(\d{2,3})%$/i;

/** By property: the name in the style, and what its value must look like. */
const properties: Readonly<Record<string, readonly [name: string, value: RegExp]>> = {
  color: ['color', colour],
  background: ['backgroundColor', colour],
  'background-color': ['backgroundColor', colour],
  'font-size': ['fontSize', size],
  'font-style': ['fontStyle', /^(italic|normal|oblique)$/i],
  'font-weight': ['fontWeight', /^(bold|bolder|lighter|normal|[1-9]00)$/i],
  'text-align': ['textAlign', /^(left|right|center|justify)$/i],
  'text-decoration': ['textDecoration', /^(underline|line-through|none)$/i],
};

/** What of a style attribute may be shown: nothing that moves, covers or loads. */
export function safeStyle(declarations: string): SafeStyle {
  const style: Record<string, string> = {};
  for (const declaration of declarations.slice(0, 1000).split(';')) {
    const split = declaration.indexOf(':');
    if (split < 0) continue;
    const known = properties[declaration.slice(0, split).trim().toLowerCase()];
    const value = declaration
      .slice(split + 1)
      .replace(/!important\s*$/i, '')
      .trim();
    if (known?.[1].test(value)) style[known[0]] = value;
  }
  return style;
}

/** What `<font color size>` says, as a style; sizes count from 1 to 7. */
export function fontStyle(attributes: Readonly<Record<string, string>>): SafeStyle {
  const sizes = ['0.7em', '0.85em', '1em', '1.15em', '1.4em', '1.8em', '2.4em'];
  const fontSize = sizes[Number(attributes['size']) - 1];
  return {
    ...safeStyle(`color: ${attributes['color'] ?? ''}`),
    ...(fontSize === undefined ? {} : { fontSize }),
  };
}
