/** The console's routes about what is being edited: saving with merge, history, presence, versions. */
import { z } from 'zod';
import type { RouteSpec } from './route.ts';
import * as shape from './schemas.ts';

/** Names one browser tab; made by the tab and kept while it is open. */
const clientId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const person = z.object({ id: z.string(), name: z.string() });

/**
 * A place that both sides changed since the revision they share. `path` leads into the document;
 * nodes, edges and variables stand by their id. An absent side has deleted what stood there.
 */
const conflict = z.object({
  path: z.array(z.string()),
  nodeId: z.string().nullable(),
  title: z.string().nullable(),
  base: z.unknown().optional(),
  yours: z.unknown().optional(),
  theirs: z.unknown().optional(),
});

/**
 * `details` of the error `draft_conflict` (409). Nothing was saved. The sender merges again with
 * `mergeDocuments({ base, yours, theirs, choose })`, where people choose, and saves that on `revision`.
 */
const draftConflict = z.object({
  /** Save again on this one. */
  revision: z.int(),
  /** What is saved now. */
  theirs: shape.appDocument,
  /** False when the revision that the sender began from is not kept any more: then every difference is a conflict. */
  baseKept: z.boolean(),
  conflicts: z.array(conflict),
  savedBy: person.nullable(),
});
export type DraftConflict = z.infer<typeof draftConflict>;

const revision = z.object({
  revision: z.int(),
  savedAt: z.number(),
  savedBy: person.nullable(),
});

const member = z.object({
  clientId: z.string(),
  accountId: z.string(),
  name: z.string(),
  /** `#rrggbb`, the same for an account everywhere; readable on light and on dark. */
  colour: z.string(),
  /** What is selected there. */
  nodeId: z.string().nullable(),
});

/**
 * What `draftEvents` sends, one JSON object an event. `presence` is the whole list each time;
 * `draft-saved` says that there is a newer revision than the one told before.
 */
const draftEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('presence'), members: z.array(member) }),
  z.object({
    type: z.literal('draft-saved'),
    revision: z.int(),
    savedAt: z.number(),
    savedBy: person.nullable(),
    /** The tab that saved, when it said which one it is. */
    clientId: z.string().nullable(),
  }),
]);
export type DraftEvent = z.infer<typeof draftEvent>;

/** What `draftEvents` answers with `mode=poll`; `cursor` is the next call's `after`. */
const draftEventsPolled = z.object({ cursor: z.string(), events: z.array(draftEvent) });
export type DraftEventsPolled = z.infer<typeof draftEventsPolled>;

export const draftRoutes = {
  readDraft: {
    method: 'GET',
    path: '/apps/{appId}/draft',
    permission: 'apps.read',
    summary: { en: 'What is being edited', zh: '当前草稿' },
    response: shape.draft,
  },
  saveDraft: {
    method: 'PUT',
    path: '/apps/{appId}/draft',
    permission: 'apps.edit',
    summary: {
      en: 'Save the draft based on a revision; newer changes of others are merged, or refused as `draft_conflict`',
      zh: '基于某一修订保存草稿；他人的新修改会自动合并，冲突时返回 `draft_conflict`',
    },
    body: z.strictObject({
      document: shape.appDocument,
      /** What the document was made from. */
      revision: z.int(),
      clientId: clientId.optional(),
    }),
    /** `merged`: the document holds changes of others that the sender has not seen. */
    response: shape.draft.extend({ merged: z.boolean() }),
  },
  checkDraft: {
    method: 'GET',
    path: '/apps/{appId}/draft/problems',
    permission: 'apps.read',
    summary: { en: 'What keeps the draft from running', zh: '草稿中的问题' },
    response: z.object({ problems: z.array(shape.problem), report: shape.importReport }),
  },
  listDraftRevisions: {
    method: 'GET',
    path: '/apps/{appId}/draft/revisions',
    permission: 'apps.read',
    summary: { en: 'Saves of the draft that are kept, newest first', zh: '草稿的历史修订' },
    response: z.object({ data: z.array(revision) }),
  },
  readDraftRevision: {
    method: 'GET',
    path: '/apps/{appId}/draft/revisions/{revision}',
    permission: 'apps.read',
    summary: { en: 'The draft as it was saved', zh: '某一历史修订的内容' },
    response: shape.draft,
  },
  restoreDraftRevision: {
    method: 'POST',
    path: '/apps/{appId}/draft/revisions/{revision}/restore',
    permission: 'apps.edit',
    summary: { en: 'Make an earlier save the draft again', zh: '恢复到某一历史修订' },
    response: shape.draft,
  },

  draftEvents: {
    method: 'GET',
    path: '/apps/{appId}/draft/events',
    permission: 'apps.read',
    summary: {
      en: 'Who is here and who saved, live; with `mode=poll` as JSON',
      zh: '草稿的在线成员与保存动态（支持轮询）',
    },
    query: z.object({
      mode: z.enum(['stream', 'poll']).default('stream'),
      /** Counts as here while it listens. */
      clientId: clientId.optional(),
      /** With `mode=poll`: the `cursor` of the last answer. */
      after: z.string().max(200).optional(),
      /** With `mode=poll`: how long to wait for something new. */
      waitMs: z.coerce.number().int().min(0).max(25_000).default(20_000),
    }),
    response: 'events',
  },
  setPresence: {
    method: 'POST',
    path: '/apps/{appId}/draft/presence',
    permission: 'apps.read',
    summary: { en: 'Say what is selected here, or that this tab leaves', zh: '上报当前选中的节点' },
    /** Holds for 30 s after the last word of the tab; a tab that listens to `draftEvents` need not repeat it. */
    body: z.strictObject({
      clientId,
      nodeId: z.string().max(200).nullable().default(null),
      leaves: z.boolean().default(false),
    }),
    response: 'none',
  },

  publish: {
    method: 'POST',
    path: '/apps/{appId}/versions',
    permission: 'apps.edit',
    summary: { en: 'Publish the draft as a new version', zh: '发布草稿' },
    body: z.strictObject({
      name: z.string().max(200).default(''),
      note: z.string().max(4000).default(''),
      /** Publishes although the tests that the app requires do not pass; administrators only. */
      overrideGate: z.boolean().default(false),
    }),
    response: shape.version,
  },
  listVersions: {
    method: 'GET',
    path: '/apps/{appId}/versions',
    permission: 'apps.read',
    summary: { en: 'Published versions, newest first', zh: '已发布版本' },
    query: z.object({
      /** The number of the last one held. */
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    response: z.object({ data: z.array(shape.version), hasMore: z.boolean() }),
  },
  readVersion: {
    method: 'GET',
    path: '/apps/{appId}/versions/{versionId}',
    permission: 'apps.read',
    summary: { en: 'A published version with its document', zh: '版本详情' },
    response: shape.version.extend({ document: shape.appDocument }),
  },
  updateVersion: {
    method: 'PATCH',
    path: '/apps/{appId}/versions/{versionId}',
    permission: 'apps.edit',
    summary: { en: 'Rename a version, change its note', zh: '修改版本名称与备注' },
    body: z.strictObject({
      name: z.string().trim().max(200).optional(),
      note: z.string().max(4000).optional(),
    }),
    response: shape.version,
  },
  deleteVersion: {
    method: 'DELETE',
    path: '/apps/{appId}/versions/{versionId}',
    permission: 'apps.edit',
    summary: { en: 'Delete a version that is not the current one', zh: '删除非当前版本' },
    response: 'none',
  },
  restoreVersion: {
    method: 'POST',
    path: '/apps/{appId}/versions/{versionId}/restore',
    permission: 'apps.edit',
    summary: { en: 'Make a version the draft again', zh: '将版本恢复为草稿' },
    response: shape.draft,
  },
} as const satisfies Record<string, RouteSpec>;
