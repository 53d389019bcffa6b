/**
 * Where this installation is, seen from the browser: `https://host/prefix/`. The server puts a
 * relative `<base>` into each page, so a gateway's port and prefix need no setting. It is taken out
 * again: with it, `url(#…)` inside pictures would lead elsewhere.
 */
export function takeBaseAddress(document: Document): URL {
  const base = new URL('.', document.baseURI);
  // What the page itself names relatively is found with the base only.
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[href]'))
    link.setAttribute('href', link.href);
  for (const element of document.querySelectorAll('base')) element.remove();
  return base;
}
