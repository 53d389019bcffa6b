import type { Migration } from '../migrate.ts';

/** What visitors of a text generator put aside. */
export const savedMessages: Migration = {
  id: 3,
  name: 'saved-messages',
  statements: () => [
    'alter table messages add column saved_at bigint',
    `create index messages_saved on messages (end_user_id, saved_at) where saved_at is not null`,
  ],
};
