import { useSyncExternalStore } from 'react';

/** The theme that the page shows, for what cannot be said in CSS: drawings and charts. */
export function usePageTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () =>
    document.documentElement.getAttribute('data-theme') === 'dark' ? 'dark' : 'light',
  );
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
