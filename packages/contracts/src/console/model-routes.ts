import { z } from 'zod';
import { modelRef } from './model-ref.ts';
import type { RouteSpec } from './route.ts';
import * as shape from './schemas.ts';

const anyObject = z.record(z.string(), z.unknown());

/** The console's routes about models and their providers. */
export const modelRoutes = {
  listProviderManifests: {
    method: 'GET',
    path: '/model-providers/manifests',
    permission: 'models.read',
    summary: { en: 'Providers that can be added', zh: '可添加的模型供应商' },
    response: z.object({ data: z.array(shape.providerManifest) }),
  },
  listProviders: {
    method: 'GET',
    path: '/model-providers',
    permission: 'models.read',
    summary: { en: 'Providers that are set up', zh: '已配置的模型供应商' },
    response: z.object({ data: z.array(shape.provider) }),
  },
  saveProvider: {
    method: 'POST',
    path: '/model-providers',
    permission: 'models.manage',
    summary: { en: 'Add or change a provider', zh: '添加或修改模型供应商' },
    body: z.strictObject({
      id: z.string().max(80).optional(),
      providerId: z.string().min(1).max(80),
      name: z.string().trim().min(1).max(80).optional(),
      enabled: z.boolean().default(true),
      settings: z.record(z.string(), z.string().max(20_000)),
      dialect: anyObject.nullable().optional(),
    }),
    response: shape.provider,
  },
  deleteProvider: {
    method: 'DELETE',
    path: '/model-providers/{id}',
    permission: 'models.manage',
    summary: { en: 'Remove a provider', zh: '删除模型供应商' },
    response: 'none',
  },
  probeProvider: {
    method: 'POST',
    path: '/model-providers/probe',
    permission: 'models.manage',
    summary: { en: 'Try a server step by step; answers with events', zh: '逐步检测模型服务' },
    body: z.strictObject({
      providerId: z.string().min(1).max(80),
      settings: z.record(z.string(), z.string().max(20_000)),
      model: z.string().max(300).optional(),
    }),
    response: 'events',
  },
  listModels: {
    method: 'GET',
    path: '/models',
    permission: 'models.read',
    summary: { en: 'Models by kind', zh: '模型列表' },
    query: z.object({
      kind: z.string().max(40).default('chat'),
      provider: z.string().max(80).optional(),
      available: z.stringbool().default(true),
    }),
    response: z.object({ data: z.array(shape.model) }),
  },
  saveCustomModel: {
    method: 'POST',
    path: '/models',
    permission: 'models.manage',
    summary: { en: 'Add a model by hand', zh: '手动添加模型' },
    body: z.strictObject({
      provider: z.string().min(1).max(80),
      name: z.string().min(1).max(300),
      kind: z.string().min(1).max(40),
      facts: anyObject.default({}),
    }),
    response: shape.model,
  },
  readModelDefaults: {
    method: 'GET',
    path: '/models/settings',
    permission: 'models.read',
    summary: {
      en: 'Default models, replacements and fallback chains',
      zh: '默认模型、替换与备用链',
    },
    response: anyObject,
  },
  saveModelDefaults: {
    method: 'PUT',
    path: '/models/settings',
    permission: 'models.manage',
    summary: {
      en: 'Set default models, replacements and fallback chains',
      zh: '设置默认模型、替换与备用链',
    },
    body: z.strictObject({
      defaults: z.record(z.string(), modelRef.nullable()).default({}),
      replacements: z
        .array(z.object({ from: modelRef, to: modelRef }))
        .max(1000)
        .default([]),
      chains: z
        .array(z.object({ model: modelRef, fallbacks: z.array(modelRef).max(10) }))
        .max(1000)
        .default([]),
    }),
    response: anyObject,
  },
} as const satisfies Record<string, RouteSpec>;
