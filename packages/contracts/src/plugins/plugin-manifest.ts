import { z } from 'zod';

/**
 * `manifest.yaml` of a plugin package. Unknown keys are left out, because packages carry keys of
 * later and earlier platforms; what is known is checked as Dify's daemon does.
 */
const words = z
  .object({
    en_US: z.string().min(1).max(1023),
    zh_Hans: z.string().max(1023).nullish(),
    ja_JP: z.string().max(1023).nullish(),
    pt_BR: z.string().max(1023).nullish(),
  })
  .transform(({ en_US, zh_Hans, ja_JP, pt_BR }) => ({
    en_US,
    ...(zh_Hans ? { zh_Hans } : {}),
    ...(ja_JP ? { ja_JP } : {}),
    ...(pt_BR ? { pt_BR } : {}),
  }));

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const version = z
  .string()
  .regex(/^\d{1,4}(\.\d{1,4}){2}(-\w{1,16})?$/, 'is not a version such as 1.2.3');
const paths = z
  .array(z.string().min(1).max(128))
  .max(1000)
  .nullish()
  .transform((value) => value ?? []);
const assetName = z.string().min(1).max(128);

const permissions = z
  .object({
    tool: z.object({ enabled: flag }).nullish(),
    model: z
      .object({
        enabled: flag,
        llm: flag,
        text_embedding: flag,
        rerank: flag,
        tts: flag,
        speech2text: flag,
        moderation: flag,
      })
      .nullish(),
    node: z.object({ enabled: flag }).nullish(),
    endpoint: z.object({ enabled: flag }).nullish(),
    app: z.object({ enabled: flag }).nullish(),
    storage: z
      .object({
        enabled: flag,
        size: z
          .number()
          .int()
          .nullish()
          .transform((size) => size ?? 1_048_576),
      })
      .nullish(),
  })
  .nullish()
  .transform((value) => value ?? {});

export const pluginManifestSchema = z
  .object({
    version,
    type: z.literal('plugin'),
    author: z
      .string()
      .regex(/^[a-zA-Z0-9_-]{1,64}$/, 'has other characters than a-z, 0-9, _ and -'),
    name: z.string().regex(/^[a-z0-9_-]{1,128}$/, 'has other characters than a-z, 0-9, _ and -'),
    label: words,
    description: words,
    icon: assetName,
    icon_dark: assetName.nullish(),
    created_at: z.union([z.string(), z.date().transform((date) => date.toISOString())]),
    resource: z.object({
      memory: z.number().int().nonnegative(),
      permission: permissions,
    }),
    plugins: z.object({
      tools: paths,
      models: paths,
      endpoints: paths,
      agent_strategies: paths,
      datasources: paths,
      triggers: paths,
    }),
    meta: z.object({
      version: z.string(),
      arch: z
        .array(z.string().max(32))
        .max(20)
        .nullish()
        .transform((value) => value ?? []),
      runner: z.object({
        language: z.string(),
        // Written without quotes it is a number.
        version: z.union([z.string(), z.number().transform(String)]),
        entrypoint: z
          .string()
          .regex(/^\w+(\.\w+)*$/, 'is not the name of a Python module')
          .max(256),
      }),
      minimum_dify_version: z.union([z.string(), z.number().transform(String)]).nullish(),
    }),
    tags: z
      .array(z.string().max(64))
      .max(50)
      .nullish()
      .transform((value) => value ?? []),
    privacy: z.string().nullish(),
    repo: z.string().nullish(),
  })
  .refine(({ plugins }) => Object.values(plugins).some((list) => list.length > 0), {
    path: ['plugins'],
    message: 'names no tool, model, endpoint, agent strategy, datasource or trigger',
  })
  .refine(
    ({ plugins }) => {
      const kinds = Object.entries(plugins).filter(([, list]) => list.length > 0);
      return kinds.length < 2 || kinds.every(([kind]) => kind === 'tools' || kind === 'endpoints');
    },
    { path: ['plugins'], message: 'mixes kinds; only tools and endpoints may stand together' },
  );

export type PluginManifest = z.infer<typeof pluginManifestSchema>;

export type PluginCategory =
  | 'tool'
  | 'model'
  | 'extension'
  | 'agent-strategy'
  | 'datasource'
  | 'trigger';

/** What a plugin counts as, by the first kind that it has. */
export function pluginCategory({ plugins }: Pick<PluginManifest, 'plugins'>): PluginCategory {
  if (plugins.tools.length > 0) return 'tool';
  if (plugins.models.length > 0) return 'model';
  if (plugins.datasources.length > 0) return 'datasource';
  if (plugins.agent_strategies.length > 0) return 'agent-strategy';
  return plugins.triggers.length > 0 ? 'trigger' : 'extension';
}
