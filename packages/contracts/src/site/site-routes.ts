/**
 * What published pages call, route by route. Served below `/api/sites/{code}`; `{code}` is the
 * site's. A visitor sends the token of `openSession` as `Authorization: Bearer …`, so nothing here
 * rests on cookies: pages work in frames of other sites, and no other site can ask in a visitor's
 * name. Times are epoch milliseconds; ids are lowercase UUIDs.
 */
import { z } from 'zod';
import { appModes } from '../app.ts';
import type { RouteShape } from '../console/route.ts';
import { formField } from './form-field.ts';
import { siteCitation, siteEvent, siteFile } from './site-events.ts';
import { siteAccess } from './site-settings.ts';

export interface SiteRouteSpec extends RouteShape {
  /** `visitor` needs the token of a session; `public` only a page that is switched on. */
  readonly permission: 'public' | 'visitor';
}

const anyObject = z.record(z.string(), z.unknown());
const limit = z.coerce.number().int().min(1).max(100).default(20);
const rating = z.enum(['like', 'dislike']);

/** What everybody with the address may see. */
const siteInfo = z.object({
  mode: z.enum(appModes),
  /** Whether there is anything to talk to. */
  published: z.boolean(),
  access: siteAccess,
  title: z.string(),
  description: z.string(),
  icon: z.object({
    /** Text to show; empty when there is a picture. */
    emoji: z.string(),
    url: z.string().nullable(),
    background: z.string(),
  }),
  accent: z.string().nullable(),
  appearance: z.enum(['auto', 'light', 'dark']),
  language: z.enum(['auto', 'en', 'zh']),
  copyright: z.string(),
  privacyPolicy: z.string(),
  disclaimer: z.string(),
  placeholder: z.string(),
  showSteps: z.boolean(),
});
export type SiteInfo = z.infer<typeof siteInfo>;

const siteSession = z.object({
  token: z.string(),
  expiresAt: z.number(),
  /** Null for visitors whom nobody has named. */
  name: z.string().nullable(),
});
export type SiteSession = z.infer<typeof siteSession>;

const siteParameters = z.object({
  openingStatement: z.string(),
  suggestedQuestions: z.array(z.string()),
  suggestsQuestions: z.boolean(),
  speechToText: z.boolean(),
  textToSpeech: z.object({ enabled: z.boolean(), autoPlay: z.boolean() }),
  citations: z.boolean(),
  moreLikeThis: z.boolean(),
  form: z.array(formField),
  /** Files that go with a question; null when the app takes none. */
  attachments: z
    .object({
      types: z.array(z.string()),
      extensions: z.array(z.string()),
      local: z.boolean(),
      remote: z.boolean(),
      countMax: z.int(),
    })
    .nullable(),
  megabytesMax: z.record(z.string(), z.number()),
});
export type SiteParameters = z.infer<typeof siteParameters>;

const siteConversation = z.object({
  id: z.string(),
  name: z.string(),
  pinned: z.boolean(),
  introduction: z.string(),
  inputs: anyObject,
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type SiteConversation = z.infer<typeof siteConversation>;

const siteMessage = z.object({
  id: z.string(),
  /** The message it follows; zeros = none, null = the one written before it. */
  parentId: z.string().nullable(),
  conversationId: z.string().nullable(),
  runId: z.string().nullable(),
  query: z.string(),
  inputs: anyObject,
  answer: z.string(),
  status: z.enum(['running', 'normal', 'stopped', 'paused', 'error']),
  error: z.string().nullable(),
  files: z.array(siteFile),
  answerFiles: z.array(siteFile),
  citations: z.array(siteCitation),
  rating: rating.nullable(),
  saved: z.boolean(),
  createdAt: z.number(),
});
export type SiteMessage = z.infer<typeof siteMessage>;

const siteRun = z.object({
  /** Null when an answer was ready before any run. */
  runId: z.string().nullable(),
  messageId: z.string().nullable(),
  conversationId: z.string().nullable(),
  answer: z.string().nullable(),
  createdAt: z.number(),
});
export type SiteRun = z.infer<typeof siteRun>;

const uploaded = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  type: z.string(),
});
export type SiteUpload = z.infer<typeof uploaded>;

export const siteRoutes = {
  readSite: { method: 'GET', path: '/', permission: 'public', response: siteInfo },
  openSession: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    /** A token that is sent along keeps its visitor, also when it has run out. */
    body: z.strictObject({
      password: z.string().max(200).optional(),
      /** A JWT, HS256, with `sub` and `exp`. */
      identity: z.string().max(8000).optional(),
      /** What the page that embeds this one calls its user; believed by nobody, told to the app. */
      user: z.string().max(200).optional(),
    }),
    response: siteSession,
  },
  readParameters: {
    method: 'GET',
    path: '/parameters',
    permission: 'visitor',
    response: siteParameters,
  },

  startRun: {
    method: 'POST',
    path: '/runs',
    permission: 'visitor',
    body: z.strictObject({
      query: z.string().max(200_000).default(''),
      inputs: anyObject.default({}),
      files: z.array(anyObject).max(100).default([]),
      conversationId: z.uuid().nullable().default(null),
      /** The message that this one follows; zeros = none, absent = the newest. Another answer has the first one's. */
      parentId: z.uuid().optional(),
    }),
    response: siteRun,
  },
  /** Resumes after `Last-Event-ID`, or `after`. */
  followRun: {
    method: 'GET',
    path: '/runs/{runId}/events',
    permission: 'visitor',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    response: 'events',
  },
  /** The same for networks that hold streams back: answers with what there is, or waits for the next event. */
  pollRun: {
    method: 'GET',
    path: '/runs/{runId}/news',
    permission: 'visitor',
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      waitMs: z.coerce.number().int().min(0).max(25_000).default(20_000),
    }),
    response: z.object({
      events: z.array(siteEvent),
      /** Ask again after this. */
      seq: z.int(),
      /** Nothing more comes. */
      done: z.boolean(),
    }),
  },
  stopRun: {
    method: 'POST',
    path: '/runs/{runId}/stop',
    permission: 'visitor',
    response: 'none',
  },

  listConversations: {
    method: 'GET',
    path: '/conversations',
    permission: 'visitor',
    query: z.object({
      lastId: z.uuid().optional(),
      pinned: z.stringbool().optional(),
      limit,
    }),
    response: z.object({ data: z.array(siteConversation), hasMore: z.boolean() }),
  },
  updateConversation: {
    method: 'PATCH',
    path: '/conversations/{conversationId}',
    permission: 'visitor',
    body: z.strictObject({
      name: z.string().trim().min(1).max(255).optional(),
      pinned: z.boolean().optional(),
      /** A model writes the name from the first turn. */
      nameIt: z.boolean().default(false),
    }),
    response: siteConversation,
  },
  deleteConversation: {
    method: 'DELETE',
    path: '/conversations/{conversationId}',
    permission: 'visitor',
    response: 'none',
  },
  listMessages: {
    method: 'GET',
    path: '/conversations/{conversationId}/messages',
    permission: 'visitor',
    query: z.object({ firstId: z.uuid().optional(), limit }),
    response: z.object({ data: z.array(siteMessage), hasMore: z.boolean() }),
  },
  readMessage: {
    method: 'GET',
    path: '/messages/{messageId}',
    permission: 'visitor',
    response: siteMessage,
  },
  rateMessage: {
    method: 'PUT',
    path: '/messages/{messageId}/rating',
    permission: 'visitor',
    body: z.strictObject({
      rating: rating.nullable(),
      comment: z.string().max(4000).default(''),
    }),
    response: 'none',
  },
  suggestQuestions: {
    method: 'GET',
    path: '/messages/{messageId}/questions',
    permission: 'visitor',
    response: z.object({ data: z.array(z.string()) }),
  },
  /** Another text from the same inputs. */
  moreLikeThis: {
    method: 'POST',
    path: '/messages/{messageId}/more',
    permission: 'visitor',
    response: siteRun,
  },
  saveMessage: {
    method: 'PUT',
    path: '/messages/{messageId}/saved',
    permission: 'visitor',
    body: z.strictObject({ saved: z.boolean() }),
    response: 'none',
  },
  listSaved: {
    method: 'GET',
    path: '/saved',
    permission: 'visitor',
    query: z.object({ lastId: z.uuid().optional(), limit }),
    response: z.object({ data: z.array(siteMessage), hasMore: z.boolean() }),
  },

  uploadFile: {
    method: 'POST',
    path: '/files',
    permission: 'visitor',
    upload: true,
    response: uploaded,
  },
  transcribe: {
    method: 'POST',
    path: '/speech',
    permission: 'visitor',
    upload: true,
    response: z.object({ text: z.string() }),
  },
  speak: {
    method: 'POST',
    path: '/messages/{messageId}/speech',
    permission: 'visitor',
    response: 'bytes',
  },
} as const satisfies Record<string, SiteRouteSpec>;

export type SiteRoutes = typeof siteRoutes;
export type SiteRouteName = keyof SiteRoutes;
