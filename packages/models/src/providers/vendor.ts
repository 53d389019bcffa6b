import type { ServerCaller } from '../http/call-server.ts';
import { apiKeyField } from './openai-family.ts';
import type { Connection, ProviderManifest } from './provider.ts';

type Facts = Pick<ProviderManifest, 'id' | 'title' | 'kinds'> & Partial<ProviderManifest>;

/** The manifest of a vendor with a wire format of its own. */
export function vendorManifest(facts: Facts): ProviderManifest {
  return {
    credentialFields: [apiKeyField],
    baseUrl: null,
    baseUrlExample: facts.baseUrl ?? '',
    selfHosted: false,
    catalogue: null,
    readsUrls: false,
    openEnded: true,
    aliases: [],
    ...facts,
  };
}

/** A connection for calls of our own beside those of a vendor's package. */
export function callerOf(
  connection: Connection,
  headers: Readonly<Record<string, string>>,
): ServerCaller {
  return { ...connection, headers: { ...headers, ...connection.headers } };
}
