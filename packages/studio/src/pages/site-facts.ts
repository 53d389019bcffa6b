import type { SiteInfo } from '@outpost/contracts';

/** What the server wrote into the page. */
export interface SiteFacts {
  readonly code: string;
  readonly kind: 'chat' | 'chatbot' | 'completion' | 'workflow';
  /** Null when there is an error. */
  readonly site: SiteInfo | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export function takeSiteFacts(document: Document): SiteFacts {
  const element = document.getElementById('site-facts');
  if (!element) throw new Error('The page lacks its facts.');
  return JSON.parse(element.textContent ?? '') as SiteFacts;
}
