/** Which addresses of an answer may be followed, and which media may be loaded. */

const followed = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** What a browser drops from an address before it reads the scheme. */
// oxlint-disable-next-line no-control-regex -- control characters hide a scheme
const dropped = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;
const addressLengthMax = 4000;

/** The address of a link; null when it may not be followed: scripts, data, and what cannot be read. */
export function safeLink(address: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '' || trimmed.length > addressLengthMax) return null;
  if (trimmed.startsWith('#')) return trimmed;
  // `java&#10;script:` and the like: read as a browser would, without what it passes over.
  const bare = trimmed.replace(dropped, '').replace(/\\/g, '/');
  const scheme = /^([^/?#]*?):/.exec(bare)?.[1];
  if (scheme === undefined) return bare;
  if (!followed.has(`${scheme.toLowerCase()}:`)) return null;
  try {
    return followed.has(new URL(bare).protocol) ? bare : null;
  } catch {
    return null;
  }
}

const ownFile = /^\/files\/[0-9a-f-]{36}\/content\?expires=\d{1,12}&signature=[\w-]{1,100}$/;
const inlinePicture = /^data:image\/(png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/]+=*$/;
const inlineSound = /^data:audio\/(mpeg|mp3|wav|ogg|webm|mp4|aac|flac);base64,[A-Za-z0-9+/]+=*$/;
const inlineLengthMax = 8_000_000;

/**
 * What an element may load: files of this installation and small data that cannot run. Everything
 * else is offered as a link: a page loads nothing from anywhere that nobody clicked on.
 */
export function safeSource(
  address: string,
  kind: 'image' | 'audio' | 'video',
): { readonly source: string | null; readonly elsewhere: string | null } {
  const trimmed = address.trim();
  const own = ownFile.exec(trimmed.replace(/^https?:\/\/[^/]+(?=\/)/i, ''));
  if (ownFile.test(trimmed)) return { source: trimmed, elsewhere: null };
  const isInline = kind === 'image' ? inlinePicture : kind === 'audio' ? inlineSound : null;
  if (trimmed.length <= inlineLengthMax && isInline?.test(trimmed))
    return { source: trimmed, elsewhere: null };
  // A whole address of a file that is here, as clients of the API know it.
  if (own) return { source: own[0], elsewhere: null };
  const link = safeLink(trimmed);
  return { source: null, elsewhere: link !== null && /^https?:/i.test(link) ? link : null };
}
