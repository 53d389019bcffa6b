import type { AppDocument, AppMode } from '@outpost/contracts';
import {
  defineTable,
  flag,
  integer,
  json,
  optional,
  real,
  text,
  time,
  type RecordOf,
  oneOf,
} from '../database/table.ts';

/** An app; its profile lives here only, and is put into the document of a draft when that is read. */
export const appsTable = defineTable('apps', {
  id: text(),
  workspaceId: text(),
  name: text(),
  mode: oneOf<AppMode>(),
  description: text(),
  iconType: oneOf<'emoji' | 'image' | 'link'>(),
  icon: text(),
  iconBackground: text(),
  useIconAsAnswerIcon: flag(),
  status: oneOf<'normal' | 'disabled'>(),
  apiEnabled: flag(),
  siteEnabled: flag(),
  /** The secret part of the published page's address. */
  siteCode: text(),
  siteSettings: json<Readonly<Record<string, unknown>>>(),
  tags: json<readonly string[]>(),
  /** Runs at a time; 0 = no limit of its own. */
  concurrencyMax: integer(),
  currentVersionId: optional(text()),
  createdBy: text(),
  createdAt: time(),
  updatedAt: time(),
  /** Set while the app lies in the bin. */
  deletedAt: optional(time()),
});

export const draftsTable = defineTable('drafts', {
  appId: text(),
  document: json<AppDocument>(),
  /** Counts saves from 1; a save names the one it began from. */
  revision: integer(),
  updatedBy: text(),
  updatedAt: time(),
});

/** A published document; never changed but for its name and note. */
export const versionsTable = defineTable('versions', {
  id: text(),
  appId: text(),
  /** Counts from 1 within the app. */
  number: integer(),
  name: text(),
  note: text(),
  document: json<AppDocument>(),
  createdBy: text(),
  createdAt: time(),
});

export const apiKeysTable = defineTable('api_keys', {
  id: text(),
  workspaceId: text(),
  /** Null for keys of the whole workspace. */
  appId: optional(text()),
  scope: oneOf<'app' | 'dataset'>(),
  keyHash: text(),
  keySealed: text(),
  prefix: text(),
  last4: text(),
  createdBy: text(),
  createdAt: time(),
  lastUsedAt: optional(time()),
});

export const annotationsTable = defineTable('annotations', {
  id: text(),
  appId: text(),
  question: text(),
  answer: text(),
  hitCount: integer(),
  messageId: optional(text()),
  createdBy: optional(text()),
  createdAt: time(),
  updatedAt: time(),
});

export const annotationSettingsTable = defineTable('annotation_settings', {
  appId: text(),
  enabled: flag(),
  scoreThreshold: real(),
  embeddingProvider: text(),
  embeddingModel: text(),
  updatedAt: time(),
});

export type App = RecordOf<typeof appsTable>;
export type Draft = RecordOf<typeof draftsTable>;
export type Version = RecordOf<typeof versionsTable>;
/** A version without its document, for lists. */
export type VersionSummary = Omit<Version, 'document'>;
export type Annotation = RecordOf<typeof annotationsTable>;
export type AnnotationSettings = RecordOf<typeof annotationSettingsTable>;
