import type { Migration } from '../migrate.ts';

/** Test sets, batches of runs, and gates on publishing. */
export const lab: Migration = {
  id: 2,
  name: 'lab',
  statements: ({ text }) => [
    `create table test_sets (
      id ${text} primary key, app_id ${text} not null references apps (id) on delete cascade,
      name ${text} not null, description ${text} not null, checks ${text} not null,
      revision bigint not null, created_by ${text} not null, created_at bigint not null,
      updated_at bigint not null)`,
    'create index test_sets_by_app on test_sets (app_id)',
    // Rows and results are bounded by a set's limits, so a cascade over them is short.
    `create table test_rows (
      id ${text} primary key,
      test_set_id ${text} not null references test_sets (id) on delete cascade,
      position bigint not null, inputs ${text} not null, query ${text} not null,
      expected ${text} not null, checks ${text} not null, source_run_id ${text},
      created_at bigint not null, updated_at bigint not null)`,
    'create index test_rows_by_set on test_rows (test_set_id, position)',
    `create table batches (
      id ${text} primary key, app_id ${text} not null references apps (id) on delete cascade,
      test_set_id ${text} not null references test_sets (id) on delete cascade,
      test_set_revision bigint not null, target ${text} not null, version_id ${text},
      number bigint not null, document ${text} not null, document_hash ${text} not null,
      override ${text} not null, judge ${text} not null, concurrency bigint not null,
      status ${text} not null, error ${text} not null, created_by ${text} not null,
      created_at bigint not null, started_at bigint, finished_at bigint)`,
    'create index batches_by_app on batches (app_id, created_at)',
    'create index batches_by_set on batches (test_set_id, created_at)',
    `create table batch_results (
      batch_id ${text} not null references batches (id) on delete cascade, number bigint not null,
      row_id ${text} not null, inputs ${text} not null, query ${text} not null,
      expected ${text} not null, checks ${text} not null, status ${text} not null, run_id ${text},
      output ${text} not null, error ${text} not null, verdicts ${text} not null,
      elapsed_ms double precision not null, total_tokens bigint not null,
      total_price ${text} not null, currency ${text} not null, updated_at bigint not null,
      primary key (batch_id, number))`,
    `create table publish_gates (
      app_id ${text} primary key references apps (id) on delete cascade,
      test_set_id ${text} not null references test_sets (id) on delete cascade,
      pass_percent_min double precision not null, updated_by ${text} not null,
      updated_at bigint not null)`,
    'create index publish_gates_by_set on publish_gates (test_set_id)',
  ],
};
