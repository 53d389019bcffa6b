/**
 * The `fetch` this package calls. A plain one will do; one that can bound the time of making a
 * connection reads `connectTimeoutMs` and throws an error that has, or whose cause has, the code
 * `UND_ERR_CONNECT_TIMEOUT`.
 */
export type Fetch = (
  url: string,
  init: RequestInit & { readonly connectTimeoutMs?: number },
) => Promise<Response>;
