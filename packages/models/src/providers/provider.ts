import type { Clock, ModelKind } from '@outpost/contracts';
import type { ModelClient } from '../client.ts';
import type { Fetch } from '../http/fetch.ts';
import type { SizeLimits } from '../http/call-server.ts';
import type { DialectChanges, OpenaiDialect } from '../openai/dialect.ts';

/** What people see of a provider, and what they are asked for. */
export interface ProviderManifest {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly kinds: readonly ModelKind[];
  readonly credentialFields: readonly CredentialField[];
  /** Where the vendor's own server is, with credentials named in braces; null when the address must be given. */
  readonly baseUrl: string | null;
  /** An address as it may look, for the form. */
  readonly baseUrlExample: string;
  /** A server that people run themselves, in their own network. */
  readonly selfHosted: boolean;
  /** The catalogue's file of its models; null when it has none. */
  readonly catalogue: string | null;
  /** At the vendor's own address its models fetch pictures from the internet by themselves. */
  readonly readsUrls: boolean;
  /** Accepts any model name; false: only the catalogue's and those added by hand. */
  readonly openEnded: boolean;
  /** Other names of it in app files, in lower case with hyphens; other spellings are understood. */
  readonly aliases: readonly string[];
}

export interface CredentialField {
  readonly name: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly secret: boolean;
  readonly required: boolean;
  /** The values to choose from; absent = free text. */
  readonly options?: readonly string[];
  readonly default?: string;
}

export type Credentials = Readonly<Record<string, string>>;

/** A provider of `providers/`: its manifest and how to talk to its server. */
export interface Provider {
  readonly manifest: ProviderManifest;
  /** Present for servers of the OpenAI family: what is known of their dialect. */
  readonly dialect?: DialectChanges;
  /** Texts a call of its embedding models, where its catalogue does not say. */
  readonly embeddingBatchMax?: number;
  /** The voices of its speech models, where they are all the same. */
  readonly voices?: readonly { readonly id: string; readonly name: string }[];
  /** Makes a client; does no call. Loads what it needs on first use. */
  open(connection: Connection): ModelClient | Promise<ModelClient>;
}

/** One address with one key. */
export interface Connection {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The provider's name in the settings, for messages. */
  readonly provider: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: SizeLimits & { readonly connectMs: number };
  readonly secrets: readonly string[];
  readonly dialect: (model: string) => OpenaiDialect;
  readonly learn: (model: string, changes: DialectChanges) => void;
}
