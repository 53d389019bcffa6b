import { AppError, messageOf } from '@outpost/contracts';
import { ownerThing } from '../database/results.ts';

/** What a failure of SQLite means to the caller; errors of our own pass through. */
export function sqliteError(error: unknown, thing?: string): unknown {
  if (error instanceof AppError) return error;
  const { errcode: resultCode, syscall } = error as {
    readonly errcode?: unknown;
    readonly syscall?: unknown;
  };
  if (resultCode === uniqueKey || resultCode === primaryKey)
    return new AppError('record_exists', {
      details: { thing: thing ?? messageOf(error).replace(/^.*: /, '') },
      cause: error,
    });
  if (resultCode === foreignKey)
    return new AppError('not_found', { details: { thing: ownerThing }, cause: error });
  const fromFileSystem = typeof syscall === 'string';
  // Statements that do not fit the schema or the driver are our own mistakes, not the database's.
  if (!fromFileSystem && (typeof resultCode !== 'number' || resultCode === mistake)) return error;
  return new AppError('database_failed', { details: { reason: messageOf(error) }, cause: error });
}

// sqlite.org/rescode.html
const mistake = 1;
const foreignKey = 787;
const primaryKey = 1555;
const uniqueKey = 2067;
