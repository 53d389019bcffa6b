/**
 * What a test demands of an answer. A row passes when all its checks do; a check that names no text
 * of its own compares with the text that the row expects.
 */
import { z } from 'zod';
import { modelRef } from '../console/model-ref.ts';
import type { Words } from './words.ts';

const textMax = 50_000;
/** Which output of a workflow is looked at; absent or empty = the whole answer. */
const output = z.string().max(100).optional();
/** Null = what the row expects. */
const value = z.string().max(textMax).nullable().default(null);
const ignoreCase = z.boolean().default(true);

const checkSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('equals'), output, value, ignoreCase }),
  z.strictObject({ type: z.literal('contains'), output, value, ignoreCase }),
  z.strictObject({ type: z.literal('not-contains'), output, value, ignoreCase }),
  z.strictObject({
    type: z.literal('regex'),
    output,
    pattern: z.string().min(1).max(1000),
    ignoreCase: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('json-schema'),
    output,
    schema: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    type: z.literal('json-path'),
    output,
    /** Such as `$.items[0].name`. */
    path: z.string().min(1).max(500),
    /** Compared as JSON when it is JSON, else as text. */
    value,
  }),
  z.strictObject({
    type: z.literal('length'),
    output,
    /** Characters. */
    min: z.int().min(0).max(10_000_000).default(0),
    max: z.int().min(0).max(10_000_000).nullable().default(null),
  }),
  z.strictObject({ type: z.literal('latency'), maxMs: z.int().min(1).max(3_600_000) }),
  z.strictObject({
    type: z.literal('model'),
    output,
    /** What the judge looks for. */
    rubric: z.string().trim().min(1).max(8000),
    /** The score, 1 to 5, from which the answer passes. */
    scoreMin: z.int().min(1).max(5).default(4),
    /** Null = the workspace's default chat model. */
    model: modelRef.nullable().default(null),
  }),
]);

export type Check = z.infer<typeof checkSchema>;
export type CheckType = Check['type'];

export const checksSchema = z.array(checkSchema).max(20);

/** What a check found. */
export interface Verdict {
  readonly type: CheckType;
  /** Null when it could not be judged; `reason` says why. */
  readonly passed: boolean | null;
  /** Why, in both languages, or the judge's own words. */
  readonly reason: string | Words;
  /** 1 to 5, of a model's judgement. */
  readonly score: number | null;
}
