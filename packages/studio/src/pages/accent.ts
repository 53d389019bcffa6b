/** The colours that follow from a maker's one: text on it and beside it stays readable (WCAG AA). */

type Rgb = readonly [red: number, green: number, blue: number];

const grounds: Readonly<Record<'light' | 'dark', { readonly surface: Rgb; readonly ink: Rgb }>> = {
  light: { surface: [255, 255, 255], ink: [0, 0, 0] },
  dark: { surface: [26, 29, 27], ink: [255, 255, 255] },
};
const contrastMin = 4.6;

/** Values of the tokens that a page's own colour takes the place of. */
export function accentTokens(
  colour: string,
  theme: 'light' | 'dark',
): Readonly<Record<string, string>> {
  const own = rgbOf(colour);
  const { surface, ink } = grounds[theme];
  const white: Rgb = [255, 255, 255];
  const black: Rgb = [0, 0, 0];
  // A button must stand out against what it lies on, and hold its words.
  const accent = nearest(own, ink, (tried) => contrast(tried, surface) >= 1.6);
  // One of the two always has a contrast of at least 4.58.
  const onAccent = contrast(accent, white) >= contrast(accent, black) ? white : black;
  const words = nearest(own, ink, (tried) => contrast(tried, surface) >= contrastMin);
  return {
    '--accent': hex(accent),
    '--accent-hover': hex(mix(accent, ink, 0.15)),
    '--on-accent': hex(onAccent),
    '--accent-ink': hex(words),
    '--accent-soft': hex(mix(surface, own, theme === 'light' ? 0.1 : 0.22)),
    '--accent-line': hex(mix(surface, own, 0.45)),
    '--focus': hex(words),
  };
}

/** Moves a colour towards another one until it is good enough. */
function nearest(colour: Rgb, towards: Rgb, isEnough: (tried: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const tried = mix(colour, towards, share);
    if (isEnough(tried)) return tried;
  }
  return towards;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function rgbOf(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hex(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
