import { AppError } from '@outpost/contracts';
import type { WriteResult } from './database.ts';

/** A numbered page; `page` counts from 1. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly limit: number;
  readonly hasMore: boolean;
}

export interface PageRequest {
  /** From 1; 1 when absent. */
  readonly page?: number;
  /** 1–100; 20 when absent. */
  readonly limit?: number;
}

/** A piece of a list that goes on behind its last item. */
export interface Slice<T> {
  readonly items: readonly T[];
  readonly limit: number;
  readonly hasMore: boolean;
}

export interface TimeRange {
  /** Epoch milliseconds, included. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, not included. */
  readonly until?: number | undefined;
}

export function pageBounds({ page = 1, limit = 20 }: PageRequest): {
  readonly page: number;
  readonly limit: number;
  readonly offset: number;
} {
  const bounded = clamp(limit, 1, limitMax);
  const number = clamp(page, 1, Number.MAX_SAFE_INTEGER / limitMax);
  return { page: number, limit: bounded, offset: (number - 1) * bounded };
}

export function pageOf<T>(
  items: readonly T[],
  total: number,
  { page, limit }: { readonly page: number; readonly limit: number },
): Page<T> {
  return { items, total, page, limit, hasMore: page * limit < total };
}

export function sliceLimit(limit = 20): number {
  return clamp(limit, 1, limitMax);
}

/** A slice of rows that were read one further than the limit. */
export function sliceOf<T>(items: readonly T[], limit: number): Slice<T> {
  return { items: items.slice(0, limit), limit, hasMore: items.length > limit };
}

/** Throws `not_found` when the statement of that index touched nothing. */
export function mustChange(thing: string, index = 0): (results: readonly WriteResult[]) => void {
  return (results) => {
    if (results[index]?.changes === 0) throw new AppError('not_found', { details: { thing } });
  };
}

export function found<T>(record: T | undefined | null, thing: string): T {
  if (record === undefined || record === null)
    throw new AppError('not_found', { details: { thing } });
  return record;
}

/** Names what a new record refers to, in the error when that is gone. */
export const ownerThing = 'What this belongs to';

/** A `LIKE` pattern, with `\` as its escape, for texts that contain these words in any ASCII case. */
export function containsPattern(keyword: string): string {
  return `%${keyword.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

const limitMax = 100;

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}
