import { AppError, messageOf } from '@outpost/contracts';
import { ownerThing } from '../database/results.ts';

/** What a failure of PostgreSQL means to the caller; errors of our own pass through. */
export function postgresError(error: unknown, thing?: string): unknown {
  if (error instanceof AppError) return error;
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  const sqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
  if (sqlState === uniqueViolation)
    return new AppError('record_exists', {
      details: { thing: thing ?? String(constraint) },
      cause: error,
    });
  if (sqlState === foreignKeyViolation)
    return new AppError('not_found', { details: { thing: ownerThing }, cause: error });
  // Class 42 and 22: text that does not fit the schema or its values, which is our own mistake.
  if (sqlState?.startsWith('42') || sqlState?.startsWith('22')) return error;
  return new AppError('database_failed', { details: { reason: messageOf(error) }, cause: error });
}

/** Two transactions in each other's way: nothing was done, and doing it again is right. */
export function isWorthRepeating(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === deadlock || code === serializationFailure;
}

// postgresql.org/docs/current/errcodes-appendix.html
const foreignKeyViolation = '23503';
const uniqueViolation = '23505';
const serializationFailure = '40001';
const deadlock = '40P01';
