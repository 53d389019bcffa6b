/**
 * The word by which style elements made at run time pass the content security policy. The server
 * writes a new one into each page. Libraries take it where they can be told (`styleNonce()`), or
 * look for the global name that bundlers agreed on.
 */
let nonce: string | undefined;

export function takeNonce(document: Document): void {
  const element = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  nonce = element?.content;
  // Read by the scroll lock inside the dialog primitives.
  Object.assign(window, { __webpack_nonce__: nonce });
}

export function styleNonce(): string | undefined {
  return nonce;
}
