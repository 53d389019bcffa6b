/**
 * What a visitor of a published page sees of a run: fewer and smaller events than the run's own,
 * without inputs, prompts and variables. `seq` is that of the run's event, so a reader comes back
 * with the last one it has; numbers that nobody sees are left out.
 */
import { z } from 'zod';

const stamp = { seq: z.int() };
const anyObject = z.record(z.string(), z.unknown());

export const siteFile = z.object({
  /** Of an upload that is here, to be sent again; null for what lies elsewhere. */
  id: z.string().nullable(),
  name: z.string(),
  type: z.enum(['image', 'document', 'audio', 'video', 'custom']),
  mimeType: z.string().nullable(),
  /** -1 = unknown. */
  sizeBytes: z.number(),
  /** Relative (`/files/…`) for files that are here. */
  url: z.string(),
});
export type SiteFile = z.infer<typeof siteFile>;

export const siteCitation = z.object({
  position: z.number(),
  dataset: z.string(),
  document: z.string(),
  segmentId: z.string(),
  score: z.number().nullable(),
  content: z.string(),
});
export type SiteCitation = z.infer<typeof siteCitation>;

export const siteEvent = z.discriminatedUnion('type', [
  z.object({ ...stamp, type: z.literal('start'), at: z.number() }),
  z.object({ ...stamp, type: z.literal('text'), text: z.string() }),
  /** Everything shown so far gives way to this. */
  z.object({ ...stamp, type: z.literal('replace'), text: z.string() }),
  z.object({ ...stamp, type: z.literal('thinking'), text: z.string() }),
  z.object({
    ...stamp,
    type: z.literal('step-start'),
    stepId: z.string(),
    title: z.string(),
    kind: z.string(),
    /** How many containers are around it. */
    depth: z.int(),
    /** The round of the innermost container, from 0; null at the root. */
    round: z.int().nullable(),
  }),
  z.object({
    ...stamp,
    type: z.literal('step-end'),
    stepId: z.string(),
    status: z.string(),
    error: z.string().nullable(),
    elapsedMs: z.number(),
  }),
  /** A line of an agent's log: a tool that was called, a thought. */
  z.object({
    ...stamp,
    type: z.literal('log'),
    logId: z.string(),
    parentId: z.string().nullable(),
    label: z.string(),
    status: z.string(),
  }),
  /** Sources and files that belong to the answer; added to earlier ones. */
  z.object({
    ...stamp,
    type: z.literal('attach'),
    citations: z.array(siteCitation),
    files: z.array(siteFile),
  }),
  /** The run waits for somebody. */
  z.object({ ...stamp, type: z.literal('pause') }),
  z.object({
    ...stamp,
    type: z.literal('end'),
    status: z.string(),
    error: z.string().nullable(),
    /** Of workflows only. */
    outputs: anyObject.nullable(),
    elapsedMs: z.number(),
    totalTokens: z.int(),
  }),
]);
export type SiteEvent = z.infer<typeof siteEvent>;
