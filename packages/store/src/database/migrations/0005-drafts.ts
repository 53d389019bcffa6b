import type { Migration } from '../migrate.ts';

/** What a draft was before, and the last values of its variables. */
export const drafts: Migration = {
  id: 5,
  name: 'drafts',
  statements: ({ text }) => [
    // Bounded by what is kept of an app, so a cascade over them is short.
    `create table draft_revisions (
      app_id ${text} not null references apps (id) on delete cascade, revision bigint not null,
      document ${text} not null, saved_by ${text} not null, saved_at bigint not null,
      primary key (app_id, revision))`,
    `create table draft_values (
      app_id ${text} not null references apps (id) on delete cascade, account_id ${text} not null,
      scope ${text} not null, run_id ${text} not null, step_id ${text}, status ${text},
      handle ${text}, error ${text}, outputs ${text} not null, ended_at bigint not null,
      elapsed_ms double precision, primary key (app_id, account_id, scope))`,
    `create table draft_edits (
      app_id ${text} not null references apps (id) on delete cascade, account_id ${text} not null,
      scope ${text} not null, name ${text} not null, value ${text} not null,
      edited_at bigint not null, primary key (app_id, account_id, scope, name))`,
  ],
};
