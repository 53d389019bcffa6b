/** What the console's routes about plugins answer. */
import { z } from 'zod';
import { localText, pluginDeclaration, pluginPermissions } from '../plugins/declaration.ts';

const anyObject = z.record(z.string(), z.unknown());
export const checksum = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'is not a checksum of 64 hexadecimal digits');

const words = z.object({ project: z.string().nullable(), words: localText });

/** What was found out about a package before anything of it is installed. */
export const packageReport = z.object({
  checksum,
  /** `author/name:version@checksum`. */
  identifier: z.string(),
  pluginId: z.string(),
  version: z.string(),
  label: localText,
  description: localText,
  category: z.string(),
  sizeBytes: z.number(),
  permissions: pluginPermissions,
  /** Who signed it. `not-trusted`: by nobody we trust, or changed since; the two cannot be told apart. */
  signature: z.object({
    status: z.enum(['valid', 'unsigned', 'not-trusted']),
    keyName: z.string().nullable(),
    fingerprint: z.string().nullable(),
    /** Epoch milliseconds. */
    signedAt: z.number().nullable(),
  }),
  /** The machine and Python it would run on, in words; null when there is none that could run it. */
  target: z.string().nullable(),
  python: z.object({ path: z.string(), version: z.string() }).nullable(),
  wheels: z.array(z.object({ file: z.string(), sizeBytes: z.number() })),
  /** Each a sentence with the way out; any of them keeps the package from being installed. */
  problems: z.array(words),
  warnings: z.array(words),
  /** The version that is there now; null when none is. */
  installedVersion: z.string().nullable(),
  /**
   * `ready`: can be installed. `unverified`: only when somebody vouches for it by its checksum.
   * `refused`: cannot be installed.
   */
  verdict: z.enum(['ready', 'unverified', 'refused']),
});

/** How an installation goes on; the last one is `done` or `failed`. */
const installEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('step'),
    step: z.enum(['verify', 'unpack', 'activate', 'start']),
    doneBytes: z.number().nullable(),
    totalBytes: z.number().nullable(),
  }),
  z.object({
    type: z.literal('done'),
    id: z.string(),
    pluginId: z.string(),
    /** Null when it runs; else why it did not start, though it is installed. */
    startProblem: z.string().nullable(),
  }),
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string() }),
]);

export const plugin = z.object({
  /** Of this installation; it stays when the version changes. */
  id: z.string(),
  /** `author/name`. */
  pluginId: z.string(),
  version: z.string(),
  checksum: z.string(),
  identifier: z.string(),
  enabled: z.boolean(),
  declaration: pluginDeclaration,
  signature: packageReport.shape.signature,
  /** Somebody vouched for it although no trusted key signed it. */
  vouchedFor: z.boolean(),
  sizeBytes: z.number(),
  installedAt: z.number(),
  updatedAt: z.number(),
  state: z.object({
    /** `off`: starts at the next call. `failed`: did not start; tried again at `retryAt`. */
    status: z.enum(['off', 'starting', 'ready', 'failed']),
    calls: z.number(),
    residentBytes: z.number().nullable(),
    error: localText.nullable(),
    retryAt: z.number().nullable(),
  }),
  /** Providers of its tools, models, datasources and triggers, and whether they can be used. */
  providers: z.array(
    z.object({
      kind: z.enum(['tool', 'model', 'datasource', 'trigger']),
      name: z.string(),
      /** No credentials are needed, or there are some. */
      ready: z.boolean(),
    }),
  ),
});

/** What must be filled in for a provider; the fields are in its declaration. */
export const credentialKind = z.enum(['tool', 'model', 'datasource', 'trigger', 'oauth-client']);
export const pluginCredential = z.object({
  id: z.string(),
  pluginId: z.string(),
  kind: credentialKind,
  provider: z.string(),
  name: z.string(),
  type: z.enum(['api-key', 'oauth2', 'unauthorized']),
  /** Of a model that was added by name. */
  model: z.object({ name: z.string(), kind: z.string() }).nullable(),
  /** Secrets show their last four characters. */
  values: z.record(z.string(), z.unknown()),
  isDefault: z.boolean(),
  /** Epoch milliseconds; null when they do not expire. */
  expiresAt: z.number().nullable(),
  updatedAt: z.number(),
});

export const pluginEndpoint = z.object({
  id: z.string(),
  pluginId: z.string(),
  name: z.string(),
  /** Below the platform's address: `/e/<hook>`. */
  path: z.string(),
  routes: z.array(z.object({ method: z.string(), path: z.string() })),
  settings: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  createdAt: z.number(),
});

export const pluginSubscription = z.object({
  id: z.string(),
  pluginId: z.string(),
  provider: z.string(),
  name: z.string(),
  /** Where the other side calls, below the platform's address. */
  path: z.string(),
  /** Made by the plugin at the other side, or by hand there. */
  automatic: z.boolean(),
  parameters: anyObject,
  properties: z.record(z.string(), z.unknown()),
  expiresAt: z.number().nullable(),
  createdAt: z.number(),
});

export const trustedKey = z.object({
  fingerprint: z.string(),
  name: z.string(),
  addedAt: z.number(),
});

/** A tool as pickers show it. */
export const toolListing = z.object({
  providerType: z.string(),
  provider: z.string(),
  providerLabel: localText,
  pluginId: z.string(),
  icon: z.string().nullable(),
  /** Its provider has what it needs. */
  ready: z.boolean(),
  tools: pluginDeclaration.shape.toolProviders.element.shape.tools,
});

export const strategyListing = z.object({
  provider: z.string(),
  providerLabel: localText,
  /** Null for those that are built in. */
  pluginId: z.string().nullable(),
  strategies: pluginDeclaration.shape.strategyProviders.element.shape.strategies,
});

export type PackageReport = z.infer<typeof packageReport>;
export type InstallEvent = z.infer<typeof installEvent>;
export type PluginSummary = z.infer<typeof plugin>;
export type PluginCredentialKind = z.infer<typeof credentialKind>;
