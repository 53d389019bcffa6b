import type { Clock } from '@outpost/contracts';
import type { Database } from '../database/database.ts';
import type { Signals } from '../signals.ts';
export function openPostgres(_options: {
  readonly databaseUrl: string;
  readonly clock: Clock;
}): Promise<{ readonly database: Database; readonly signals: Signals }> {
  return Promise.reject(new Error('being written'));
}
