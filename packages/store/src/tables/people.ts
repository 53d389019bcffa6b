import {
  defineTable,
  integer,
  json,
  optional,
  text,
  time,
  type RecordOf,
  oneOf,
} from '../database/table.ts';

export type Role = 'owner' | 'admin' | 'editor' | 'normal' | 'dataset_operator';

export const workspacesTable = defineTable('workspaces', {
  id: text(),
  name: text(),
  createdAt: time(),
});

export const accountsTable = defineTable('accounts', {
  id: text(),
  /** In lower case. */
  email: text(),
  name: text(),
  /** As the caller made it; null until the person has chosen one. */
  passwordHash: optional(text()),
  language: oneOf<'en' | 'zh'>(),
  status: oneOf<'active' | 'disabled'>(),
  lastSignInAt: optional(time()),
  createdAt: time(),
  updatedAt: time(),
});

export const membersTable = defineTable('members', {
  workspaceId: text(),
  accountId: text(),
  role: oneOf<Role>(),
  createdAt: time(),
});

export const sessionsTable = defineTable('sessions', {
  id: text(),
  accountId: text(),
  /** A hash of what the browser holds. */
  tokenHash: text(),
  csrfToken: text(),
  address: text(),
  userAgent: text(),
  createdAt: time(),
  lastSeenAt: time(),
  expiresAt: time(),
});

/** One row: whether the first account exists, and the one-time token that may make it. */
export const setupTable = defineTable('setup', {
  id: integer(),
  tokenHash: text(),
  createdAt: time(),
  completedAt: optional(time()),
});

export const settingsTable = defineTable('settings', {
  workspaceId: text(),
  key: text(),
  value: json<unknown>(),
  updatedAt: time(),
});

export type Workspace = RecordOf<typeof workspacesTable>;
export type Account = RecordOf<typeof accountsTable>;
export type Member = RecordOf<typeof membersTable>;
export type Session = RecordOf<typeof sessionsTable>;
export type SetupState = RecordOf<typeof setupTable>;
