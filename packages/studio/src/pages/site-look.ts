import type { SiteInfo } from '@outpost/contracts';
import { accentTokens } from './accent.ts';

/** Gives the page the theme and the colour that its maker chose, and follows the system where it may. */
export function startLook({ appearance, accent }: Pick<SiteInfo, 'appearance' | 'accent'>): void {
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const theme = appearance === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : appearance;
    const root = document.documentElement;
    root.setAttribute('data-theme', theme);
    if (accent === null) return;
    for (const [name, value] of Object.entries(accentTokens(accent, theme)))
      root.style.setProperty(name, value);
  };
  apply();
  prefersDark.addEventListener('change', apply);
}
