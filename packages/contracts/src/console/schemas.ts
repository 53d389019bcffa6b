/** Shapes of the console API. Times are epoch milliseconds; ids are lowercase UUIDs. */
import { z } from 'zod';
import { appModes } from '../app.ts';

export const language = z.enum(['en', 'zh']);
const role = z.enum(['owner', 'admin', 'editor', 'normal', 'dataset_operator']);
const anyObject = z.record(z.string(), z.unknown());

const account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  language,
  role,
});

export const session = z.object({
  account,
  workspace: z.object({ id: z.string(), name: z.string() }),
  /** Sent back as `x-outpost-csrf` with every request that changes something. */
  csrfToken: z.string(),
});

export const setupState = z.object({ done: z.boolean(), version: z.string() });

export const appSummary = z.object({
  id: z.string(),
  name: z.string(),
  mode: z.enum(appModes),
  description: z.string(),
  icon: z.string(),
  iconType: z.string(),
  iconBackground: z.string(),
  tags: z.array(z.string()),
  enabledApi: z.boolean(),
  published: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** An `AppDocument`; its inside is checked by the reader of app documents, not here. */
export const appDocument = anyObject;

export const draft = z.object({
  document: appDocument,
  /** Grows with each save; a save names the one it was based on. */
  revision: z.int(),
  updatedAt: z.number(),
});

export const version = z.object({
  id: z.string(),
  number: z.int(),
  name: z.string(),
  note: z.string(),
  createdAt: z.number(),
  createdBy: z.string().nullable(),
  /** What the app runs. */
  isCurrent: z.boolean(),
});

export const problem = z.object({
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().nullable(),
  path: z.string(),
  message: z.string(),
});

export const importReport = anyObject;

export const runSummary = z.object({
  id: z.string(),
  appId: z.string(),
  mode: z.enum(appModes),
  source: z.string(),
  status: z.string(),
  error: z.string().nullable(),
  totalTokens: z.int(),
  totalPrice: z.string(),
  currency: z.string(),
  steps: z.int(),
  elapsedMs: z.number(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  conversationId: z.string().nullable(),
});

export const runDetail = runSummary.extend({ inputs: anyObject, outputs: anyObject.nullable() });

export const apiKey = z.object({
  id: z.string(),
  /** The whole key right after it was made, else its last four characters. */
  key: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
});

const text = z.object({ en: z.string(), zh: z.string() });

export const providerManifest = z.object({
  id: z.string(),
  name: text,
  kinds: z.array(z.string()),
  fields: z.array(
    z.object({
      name: z.string(),
      label: text,
      type: z.enum(['text', 'secret', 'url', 'select']),
      required: z.boolean(),
      default: z.string().nullable(),
      options: z.array(z.string()).nullable(),
    }),
  ),
});

export const provider = z.object({
  id: z.string(),
  providerId: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  /** Secrets are shown as their last four characters. */
  settings: z.record(z.string(), z.string()),
  dialect: anyObject.nullable(),
  updatedAt: z.number(),
});

export const model = z.object({
  provider: z.string(),
  name: z.string(),
  label: z.string(),
  kind: z.string(),
  contextTokens: z.int().nullable(),
  features: z.array(z.string()),
  /** False when it is only known from the catalogue and its provider is not set up. */
  available: z.boolean(),
});

export const file = z.object({
  id: z.string(),
  name: z.string(),
  size: z.int(),
  extension: z.string(),
  mimeType: z.string(),
  createdAt: z.number(),
});

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), total: z.int(), page: z.int(), limit: z.int() });

export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(99_999).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
