/**
 * A page in a frame of another site, which the embed script made: it tells the script that it is
 * there, hears how it is shown, and asks to be shown larger. Nothing secret is told, so it does not
 * matter who listens.
 */
export interface EmbeddingConfig {
  readonly isToggledByButton: boolean;
}

export function isEmbedded(): boolean {
  return window.parent !== window;
}

let last: EmbeddingConfig | null = null;
const listeners = new Set<(config: EmbeddingConfig) => void>();

/** Says that the page is there, and hears from now on how it is shown. */
export function tellParentReady(): void {
  if (!isEmbedded()) return;
  addEventListener('message', hear);
  parent.postMessage({ type: 'dify-chatbot-iframe-ready' }, '*');
}

export function tellParentExpand(): void {
  if (isEmbedded()) parent.postMessage({ type: 'dify-chatbot-expand-change' }, '*');
}

/** Tells what the script has said of the frame, and what it says later; returns the way to stop. */
export function onEmbeddingConfig(listener: (config: EmbeddingConfig) => void): () => void {
  listeners.add(listener);
  if (last) listener(last);
  return () => listeners.delete(listener);
}

function hear({ source, data }: MessageEvent<unknown>): void {
  if (source !== parent || typeof data !== 'object' || data === null) return;
  const { type, payload } = data as { type?: unknown; payload?: { isToggledByButton?: unknown } };
  if (type !== 'dify-chatbot-config') return;
  last = { isToggledByButton: payload?.isToggledByButton === true };
  for (const listener of listeners) listener(last);
}
