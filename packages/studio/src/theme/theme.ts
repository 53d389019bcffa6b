import { useSyncExternalStore } from 'react';
import { readStored, store } from '../start/browser-store.ts';

/** What a person may choose; `system` follows the operating system. */
export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

const listeners = new Set<() => void>();
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Applies the stored choice and follows the system from now on. `public/start.js` did so before the first paint. */
export function startTheme(): void {
  apply();
  prefersDark.addEventListener('change', apply);
}

export function themeChoice(): ThemeChoice {
  const chosen = readStored('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  store('theme', choice === 'system' ? null : choice);
  apply();
}

/** The theme in force, for what cannot be said in CSS (editors, diagrams, charts). */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => themeInForce());
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}

function themeInForce(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return prefersDark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.setAttribute('data-theme', themeInForce());
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
