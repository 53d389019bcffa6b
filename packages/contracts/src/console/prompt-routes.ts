import { z } from 'zod';
import { modelRef } from './model-ref.ts';
import type { RouteSpec } from './route.ts';
import { language } from './schemas.ts';

/** Null = the workspace's default chat model. */
const model = modelRef.nullable().default(null);

/** The console's routes by which a model helps to write prompts and apps. Their events are `PromptEvent`s. */
export const promptRoutes = {
  generatePrompt: {
    method: 'POST',
    path: '/prompts/generate',
    permission: 'apps.edit',
    summary: { en: 'Draft a prompt from a description', zh: '根据描述生成提示词' },
    body: z.strictObject({
      description: z.string().trim().min(1).max(8000),
      /** Whether somebody asks questions (`chat`), or the inputs are all there is (`text`). */
      use: z.enum(['chat', 'text']).default('chat'),
      /** Names of variables that the app has. */
      variables: z.array(z.string().max(100)).max(100).default([]),
      language: language.default('en'),
      model,
    }),
    response: 'events',
  },
  improvePrompt: {
    method: 'POST',
    path: '/prompts/improve',
    permission: 'apps.edit',
    summary: { en: 'Improve a prompt and say what changed', zh: '优化提示词并说明改动' },
    body: z.strictObject({
      prompt: z.string().trim().min(1).max(100_000),
      wish: z.string().trim().min(1).max(4000),
      /** An answer that was not good. */
      badExample: z
        .strictObject({
          input: z.string().max(20_000).default(''),
          answer: z.string().max(20_000).default(''),
          problem: z.string().max(2000).default(''),
        })
        .optional(),
      language: language.default('en'),
      model,
    }),
    response: 'events',
  },
  draftApp: {
    method: 'POST',
    path: '/apps/draft-from-description',
    permission: 'apps.edit',
    summary: {
      en: 'Draft a workflow or chatflow from a description',
      zh: '根据描述生成应用草稿',
    },
    body: z.strictObject({
      description: z.string().trim().min(1).max(8000),
      /** Absent = the model chooses. */
      mode: z.enum(['workflow', 'advanced-chat']).optional(),
      language: language.default('en'),
      model,
    }),
    response: 'events',
  },
} as const satisfies Record<string, RouteSpec>;
