import type { ModelClient, ModelTarget } from '../client.ts';
import type { JsonObject } from '../openai/chat-body.ts';
import type { DialectChanges } from '../openai/dialect.ts';
import { createOpenaiClient } from '../openai/openai-client.ts';
import type { OpenaiServer } from '../openai/openai-server.ts';
import type {
  Connection,
  CredentialField,
  Credentials,
  Provider,
  ProviderManifest,
} from './provider.ts';

type Facts = Pick<ProviderManifest, 'id' | 'title' | 'kinds'> & Partial<ProviderManifest>;

export interface FamilyMember extends Facts {
  readonly dialect?: DialectChanges;
  readonly voices?: Provider['voices'] & {};
  /** The key's header; a bearer token unless told otherwise. */
  readonly headers?: (credentials: Credentials) => Readonly<Record<string, string>>;
  /** Changes a chat body where data cannot say it. */
  readonly shapeBody?: (body: JsonObject, model: ModelTarget) => JsonObject;
  /** Replaces calls that are not OpenAI's here. */
  readonly extend?: (server: OpenaiServer, connection: Connection) => Partial<ModelClient>;
}

/** A provider whose server speaks a dialect of OpenAI's format; a vendor's, unless `selfHosted`. */
export function openaiFamily({
  dialect,
  headers = bearer,
  shapeBody,
  extend,
  voices,
  ...facts
}: FamilyMember): Provider {
  const selfHosted = facts.selfHosted ?? false;
  return {
    manifest: {
      credentialFields: [{ ...apiKeyField, required: !selfHosted }],
      baseUrl: null,
      baseUrlExample: facts.baseUrl ?? '',
      selfHosted,
      catalogue: null,
      readsUrls: false,
      openEnded: selfHosted || !facts.catalogue,
      aliases: [],
      ...facts,
    },
    dialect: dialect ?? {},
    ...(voices ? { voices } : {}),
    open(connection) {
      const server: OpenaiServer = {
        caller: {
          ...connection,
          headers: { ...headers(connection.credentials), ...connection.headers },
        },
        dialect: (model) => connection.dialect(model),
        learn: (model, changes) => connection.learn(model, changes),
        ...(shapeBody ? { shapeBody } : {}),
      };
      const client = createOpenaiClient(server);
      return extend ? { ...client, ...extend(server, connection) } : client;
    },
  };
}

export const apiKeyField: CredentialField = {
  name: 'api_key',
  title: { en: 'API key', zh: 'API 密钥' },
  secret: true,
  required: true,
};

/** Every kind that the common format has, for servers that may offer all. */
export const everyKind = [
  'chat',
  'embedding',
  'rerank',
  'speech-to-text',
  'text-to-speech',
  'moderation',
] as const;

function bearer({ api_key: key }: Credentials): Readonly<Record<string, string>> {
  return key ? { authorization: `Bearer ${key}` } : {};
}
