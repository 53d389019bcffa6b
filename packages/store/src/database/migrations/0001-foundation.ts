import type { Migration } from '../migrate.ts';

/** People, apps, models, chats, runs and jobs. */
export const foundation: Migration = {
  id: 1,
  name: 'foundation',
  statements: ({ text }) => [
    `create table workspaces (
      id ${text} primary key, name ${text} not null, created_at bigint not null)`,
    `create table accounts (
      id ${text} primary key, email ${text} not null unique, name ${text} not null,
      password_hash ${text}, language ${text} not null, status ${text} not null,
      last_sign_in_at bigint, created_at bigint not null, updated_at bigint not null)`,
    `create table members (
      workspace_id ${text} not null references workspaces (id) on delete cascade,
      account_id ${text} not null references accounts (id) on delete cascade,
      role ${text} not null, created_at bigint not null, primary key (workspace_id, account_id))`,
    'create index members_by_account on members (account_id)',
    `create table sessions (
      id ${text} primary key, account_id ${text} not null references accounts (id) on delete cascade,
      token_hash ${text} not null unique, csrf_token ${text} not null, address ${text} not null,
      user_agent ${text} not null, created_at bigint not null, last_seen_at bigint not null,
      expires_at bigint not null)`,
    'create index sessions_by_account on sessions (account_id)',
    'create index sessions_by_expiry on sessions (expires_at)',
    `create table setup (
      id bigint primary key, token_hash ${text} not null, created_at bigint not null,
      completed_at bigint)`,
    `create table settings (
      workspace_id ${text} not null, key ${text} not null, value ${text} not null,
      updated_at bigint not null, primary key (workspace_id, key))`,

    `create table apps (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      name ${text} not null, mode ${text} not null, description ${text} not null,
      icon_type ${text} not null, icon ${text} not null, icon_background ${text} not null,
      use_icon_as_answer_icon bigint not null, status ${text} not null, api_enabled bigint not null,
      site_enabled bigint not null, site_code ${text} not null unique, site_settings ${text} not null,
      tags ${text} not null, concurrency_max bigint not null, current_version_id ${text},
      created_by ${text} not null, created_at bigint not null, updated_at bigint not null,
      deleted_at bigint)`,
    'create index apps_by_workspace on apps (workspace_id, updated_at)',
    'create index apps_removed on apps (deleted_at) where deleted_at is not null',
    `create table drafts (
      app_id ${text} primary key references apps (id) on delete cascade, document ${text} not null,
      revision bigint not null, updated_by ${text} not null, updated_at bigint not null)`,
    `create table versions (
      id ${text} primary key, app_id ${text} not null references apps (id) on delete cascade,
      number bigint not null, name ${text} not null, note ${text} not null, document ${text} not null,
      created_by ${text} not null, created_at bigint not null, unique (app_id, number))`,
    `create table api_keys (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      app_id ${text} references apps (id) on delete cascade, scope ${text} not null,
      key_hash ${text} not null unique, key_sealed ${text} not null, prefix ${text} not null,
      last4 ${text} not null, created_by ${text} not null, created_at bigint not null,
      last_used_at bigint)`,
    'create index api_keys_by_owner on api_keys (workspace_id, app_id)',
    `create table annotations (
      id ${text} primary key, app_id ${text} not null references apps (id) on delete cascade,
      question ${text} not null, answer ${text} not null, hit_count bigint not null,
      message_id ${text}, created_by ${text}, created_at bigint not null, updated_at bigint not null)`,
    'create index annotations_by_app on annotations (app_id, created_at)',
    `create table annotation_settings (
      app_id ${text} primary key references apps (id) on delete cascade, enabled bigint not null,
      score_threshold double precision not null, embedding_provider ${text} not null,
      embedding_model ${text} not null, updated_at bigint not null)`,

    `create table providers (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      provider ${text} not null, name ${text} not null, credentials_sealed ${text} not null,
      base_url ${text}, dialect ${text} not null, enabled bigint not null, created_at bigint not null,
      updated_at bigint not null, unique (workspace_id, provider))`,
    `create table models (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      provider ${text} not null, name ${text} not null, kind ${text} not null, label ${text} not null,
      enabled bigint not null, facts ${text} not null, created_at bigint not null,
      updated_at bigint not null, unique (workspace_id, provider, name, kind))`,
    `create table model_mappings (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      kind ${text} not null, from_provider ${text} not null, from_name ${text} not null,
      to_provider ${text} not null, to_name ${text} not null, created_at bigint not null,
      unique (workspace_id, kind, from_provider, from_name))`,
    `create table model_chains (
      id ${text} primary key, workspace_id ${text} not null references workspaces (id) on delete cascade,
      name ${text} not null, kind ${text} not null, steps ${text} not null, created_at bigint not null,
      updated_at bigint not null, unique (workspace_id, name))`,
    `create table default_models (
      workspace_id ${text} not null references workspaces (id) on delete cascade, kind ${text} not null,
      provider ${text} not null, name ${text} not null, updated_at bigint not null,
      primary key (workspace_id, kind))`,

    // What grows without bound has no foreign keys: it is removed in slices, never by one cascade.
    `create table end_users (
      id ${text} primary key, workspace_id ${text} not null, app_id ${text} not null,
      type ${text} not null, external_user_id ${text}, session_id ${text} not null, name ${text},
      is_anonymous bigint not null, created_at bigint not null, updated_at bigint not null,
      unique (app_id, type, session_id))`,
    `create table conversations (
      id ${text} primary key, workspace_id ${text} not null, app_id ${text} not null,
      version_id ${text}, source ${text} not null, end_user_id ${text}, account_id ${text},
      name ${text} not null, introduction ${text} not null, inputs ${text} not null,
      status ${text} not null, pinned bigint not null, dialogue_count bigint not null,
      created_at bigint not null, updated_at bigint not null, deleted_at bigint)`,
    'create index conversations_by_app on conversations (app_id, updated_at)',
    `create index conversations_by_end_user on conversations (end_user_id, app_id, updated_at)
      where end_user_id is not null`,
    `create index conversations_by_account on conversations (account_id, app_id, updated_at)
      where account_id is not null`,
    `create index conversations_removed on conversations (deleted_at)
      where deleted_at is not null`,
    `create table conversation_variables (
      id ${text} primary key,
      conversation_id ${text} not null references conversations (id) on delete cascade,
      name ${text} not null, value_type ${text} not null, value ${text} not null,
      description ${text} not null, created_at bigint not null, updated_at bigint not null,
      unique (conversation_id, name))`,
    `create table messages (
      id ${text} primary key, workspace_id ${text} not null, app_id ${text} not null,
      conversation_id ${text}, parent_message_id ${text}, run_id ${text}, source ${text} not null,
      end_user_id ${text}, account_id ${text}, inputs ${text} not null, query ${text} not null,
      answer ${text} not null, status ${text} not null, error ${text}, prompt_tokens bigint not null,
      answer_tokens bigint not null, total_price ${text} not null, currency ${text} not null,
      latency_ms double precision not null, metadata ${text} not null, agent_thoughts ${text} not null,
      suggested_questions ${text} not null, created_at bigint not null, updated_at bigint not null)`,
    `create index messages_by_conversation on messages (conversation_id, created_at)
      where conversation_id is not null`,
    'create index messages_by_app on messages (app_id, created_at)',
    'create index messages_by_run on messages (run_id) where run_id is not null',
    `create table message_files (
      id ${text} primary key, message_id ${text} not null references messages (id) on delete cascade,
      type ${text} not null, transfer_method ${text} not null, belongs_to ${text} not null, url ${text},
      upload_id ${text}, filename ${text}, mime_type ${text}, size_bytes bigint not null,
      created_at bigint not null)`,
    'create index message_files_by_message on message_files (message_id)',
    `create table feedbacks (
      id ${text} primary key, app_id ${text} not null, conversation_id ${text},
      message_id ${text} not null references messages (id) on delete cascade, rating ${text} not null,
      content ${text}, from_source ${text} not null, end_user_id ${text}, account_id ${text},
      created_at bigint not null, updated_at bigint not null, unique (message_id, from_source))`,
    'create index feedbacks_by_app on feedbacks (app_id, created_at)',
    `create table uploads (
      id ${text} primary key, workspace_id ${text} not null, app_id ${text}, end_user_id ${text},
      account_id ${text}, name ${text} not null, size_bytes bigint not null, extension ${text} not null,
      mime_type ${text} not null, sha256 ${text} not null, storage_key ${text} not null,
      source_url ${text}, used bigint not null, created_at bigint not null)`,
    'create index uploads_unused on uploads (created_at) where used = 0',
    'create index uploads_by_app on uploads (app_id) where app_id is not null',

    `create table runs (
      id ${text} primary key, workspace_id ${text} not null, app_id ${text} not null,
      version_id ${text}, mode ${text} not null, source ${text} not null,
      triggered_from ${text} not null, task_id ${text} not null, end_user_id ${text},
      account_id ${text}, conversation_id ${text}, message_id ${text}, status ${text} not null,
      inputs ${text} not null, outputs ${text} not null, error ${text}, total_tokens bigint not null,
      total_steps bigint not null, total_price ${text} not null, currency ${text} not null,
      exceptions bigint not null, elapsed_ms double precision not null, owner_id ${text} not null,
      created_at bigint not null, finished_at bigint)`,
    'create index runs_by_app on runs (app_id, created_at)',
    'create index runs_by_time on runs (created_at)',
    `create index runs_unfinished on runs (owner_id) where status in ('running', 'paused')`,
    `create index runs_by_task on runs (task_id) where status in ('running', 'paused')`,
    'create index runs_by_conversation on runs (conversation_id) where conversation_id is not null',
    `create table run_events (
      run_id ${text} not null, first_seq bigint not null, last_seq bigint not null,
      events ${text} not null, primary key (run_id, first_seq))`,
    `create table processes (
      id ${text} primary key, pid bigint not null, host ${text} not null, started_at bigint not null,
      heartbeat_at bigint not null)`,
    `create table jobs (
      id ${text} primary key, queue ${text} not null, data ${text} not null, status ${text} not null,
      run_at bigint not null, attempt bigint not null, attempts_max bigint not null, owner_id ${text},
      error ${text}, created_at bigint not null, finished_at bigint)`,
    `create index jobs_due on jobs (queue, run_at) where status = 'waiting'`,
    `create index jobs_active on jobs (owner_id) where status = 'active'`,
    `create index jobs_finished on jobs (finished_at) where finished_at is not null`,
  ],
};
