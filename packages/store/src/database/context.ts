import type { Clock, IdSource, SecretBox } from '@outpost/contracts';
import type { Database } from './database.ts';

/** What every repository is made of. */
export interface StoreContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly secrets: SecretBox;
  /** This process among those on the same database. */
  readonly processId: string;
}
