import type { Migration } from '../migrate.ts';

/** Plugin packages, what is installed of them where, and what plugins need and keep. */
export const plugins: Migration = {
  id: 4,
  name: 'plugins',
  statements: ({ text }) => {
    const workspace = `workspace_id ${text} not null references workspaces (id) on delete cascade`;
    return [
      `create table plugin_packages (
        checksum ${text} primary key, plugin_id ${text} not null, version ${text} not null,
        identifier ${text} not null, storage_key ${text} not null, sha256 ${text} not null,
        size_bytes bigint not null, declaration ${text} not null, created_at bigint not null)`,
      `create table plugins (
        id ${text} primary key, ${workspace}, plugin_id ${text} not null,
        checksum ${text} not null references plugin_packages (checksum), enabled bigint not null,
        signature ${text} not null, vouched_for bigint not null, python_tag ${text},
        installed_by ${text} not null, installed_at bigint not null, updated_at bigint not null,
        unique (workspace_id, plugin_id))`,
      'create index plugins_by_checksum on plugins (checksum)',
      `create table plugin_credentials (
        id ${text} primary key, ${workspace}, plugin_id ${text} not null, kind ${text} not null,
        provider ${text} not null, name ${text} not null, type ${text} not null, model ${text} not null,
        values_sealed ${text} not null, is_default bigint not null, expires_at bigint,
        created_at bigint not null, updated_at bigint not null)`,
      'create index plugin_credentials_by_plugin on plugin_credentials (workspace_id, plugin_id)',
      `create table plugin_endpoints (
        id ${text} primary key, ${workspace}, plugin_id ${text} not null, hook_id ${text} not null unique,
        name ${text} not null, settings_sealed ${text} not null, enabled bigint not null,
        created_at bigint not null, updated_at bigint not null)`,
      'create index plugin_endpoints_by_plugin on plugin_endpoints (workspace_id, plugin_id)',
      `create table plugin_subscriptions (
        id ${text} primary key, ${workspace}, plugin_id ${text} not null, provider ${text} not null,
        name ${text} not null, hook_id ${text} not null unique, credential_id ${text},
        endpoint ${text} not null, parameters ${text} not null, properties_sealed ${text} not null,
        expires_at bigint, created_at bigint not null, updated_at bigint not null)`,
      'create index plugin_subscriptions_by_plugin on plugin_subscriptions (workspace_id, plugin_id)',
      // A plugin may keep at most a gigabyte, and asks for it value by value: base64, as text.
      `create table plugin_values (
        ${workspace}, plugin_id ${text} not null, key ${text} not null, value ${text} not null,
        size_bytes bigint not null, updated_at bigint not null,
        primary key (workspace_id, plugin_id, key))`,
    ];
  },
};
