import type { ServiceCall } from './service-router.ts';

/** Takes serialised JSON and gives it back with whole addresses. */
export type WholeAddresses = (json: string) => string;

const mark = '/content?expires=';
/** After a quotation mark in JSON, after a bracket in Markdown. */
const address = /(["(])(\/files\/[0-9a-f-]{36}\/content\?expires=)/g;

/**
 * Addresses of files are relative inside, because a platform may be reached under several names.
 * A client of the API cannot know what they are relative to, so it gets them with the name by which
 * it asked.
 */
export function wholeAddresses(
  { request, client }: Pick<ServiceCall, 'request' | 'client'>,
  basePath: string,
): WholeAddresses {
  return (json) => {
    if (!json.includes(mark)) return json;
    const { host } = new URL(request.url);
    return json.replace(address, `$1${client.scheme}://${host}${basePath}$2`);
  };
}

/** A JSON answer with whole addresses. */
export function jsonAnswer(value: unknown, addresses: WholeAddresses): Response {
  return new Response(addresses(JSON.stringify(value)), {
    headers: { 'content-type': 'application/json' },
  });
}
