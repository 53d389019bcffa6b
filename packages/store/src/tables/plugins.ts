import type { PackageReport, PluginCredentialKind, PluginDeclaration } from '@outpost/contracts';
import {
  defineTable,
  flag,
  integer,
  json,
  oneOf,
  optional,
  text,
  time,
  type RecordOf,
} from '../database/table.ts';

/** Packages whose file is in the file store, whether they are installed somewhere or not. */
export const pluginPackagesTable = defineTable('plugin_packages', {
  /** Of the package's content; names its unpacked folder. */
  checksum: text(),
  /** `author/name`. */
  pluginId: text(),
  version: text(),
  /** `author/name:version@checksum`. */
  identifier: text(),
  storageKey: text(),
  /** Of the file. */
  sha256: text(),
  sizeBytes: integer(),
  declaration: json<PluginDeclaration>(),
  createdAt: time(),
});

/** What a workspace has installed: one version of each plugin. */
export const pluginsTable = defineTable('plugins', {
  id: text(),
  workspaceId: text(),
  pluginId: text(),
  checksum: text(),
  enabled: flag(),
  /** What was found when it was installed. */
  signature: json<PackageReport['signature']>(),
  vouchedFor: flag(),
  /** What its wheels were built for, such as `cp312`. */
  pythonTag: optional(text()),
  installedBy: text(),
  installedAt: time(),
  updatedAt: time(),
});

export const pluginCredentialsTable = defineTable('plugin_credentials', {
  id: text(),
  workspaceId: text(),
  pluginId: text(),
  kind: oneOf<PluginCredentialKind>(),
  /** As the plugin names it. */
  provider: text(),
  name: text(),
  type: oneOf<'api-key' | 'oauth2' | 'unauthorized'>(),
  /** Of a model that was added by name. */
  model: json<{ readonly name: string; readonly kind: string } | null>(),
  valuesSealed: text(),
  isDefault: flag(),
  expiresAt: optional(time()),
  createdAt: time(),
  updatedAt: time(),
});

export const pluginEndpointsTable = defineTable('plugin_endpoints', {
  id: text(),
  workspaceId: text(),
  pluginId: text(),
  /** The secret part of its address. */
  hookId: text(),
  name: text(),
  settingsSealed: text(),
  enabled: flag(),
  createdAt: time(),
  updatedAt: time(),
});

export const pluginSubscriptionsTable = defineTable('plugin_subscriptions', {
  id: text(),
  workspaceId: text(),
  pluginId: text(),
  provider: text(),
  name: text(),
  hookId: text(),
  /** With which the plugin made it; null when it was made by hand. */
  credentialId: optional(text()),
  /** The whole address that the other side was told. */
  endpoint: text(),
  parameters: json<Readonly<Record<string, unknown>>>(),
  propertiesSealed: text(),
  expiresAt: optional(time()),
  createdAt: time(),
  updatedAt: time(),
});

/** What plugins keep. */
export const pluginValuesTable = defineTable('plugin_values', {
  workspaceId: text(),
  pluginId: text(),
  key: text(),
  /** Base64. */
  value: text(),
  sizeBytes: integer(),
  updatedAt: time(),
});

export type StoredPackage = RecordOf<typeof pluginPackagesTable>;
export type InstalledPluginRecord = RecordOf<typeof pluginsTable>;
