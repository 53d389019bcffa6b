/** What plugins ask besides models: tools, apps, nodes, storage, files. */
import { AppError, type PluginDeclaration, type Values } from '@outpost/contracts';
import { z } from 'zod';
import { wireToolMessage } from '../shapes/tool-messages.ts';
import type { Asker, BackwardsServices, PluginStorage } from './backwards-services.ts';
import { hexBytes, optionalText, record } from './read-request.ts';

interface Options {
  readonly signal: AbortSignal;
}

export const toolRequest = z.object({
  tool_type: optionalText,
  provider: z.string().min(1),
  tool: z.string().min(1),
  tool_parameters: record.nullish().transform((given) => given ?? {}),
  credential_id: z.string().nullish(),
});

export async function* answerTool(
  services: BackwardsServices,
  asked: z.output<typeof toolRequest>,
  asker: Asker,
  credentials: Readonly<Record<string, string>>,
  { signal }: Options,
): AsyncGenerator<unknown> {
  const run = asker.run ?? {
    runId: '',
    appId: '',
    mode: 'workflow' as const,
    userId: asker.userId,
    conversationId: null,
    depth: 0,
  };
  const messages = services.tools(asker.workspaceId).call(
    {
      ref: {
        providerType: asked.tool_type || 'builtin',
        provider: asked.provider,
        name: asked.tool,
      },
      parameters: asked.tool_parameters as Values,
      credentialId: asked.credential_id ?? credentials[asked.provider] ?? null,
      // A tool may call a tool that calls a tool: the depth is what ends it.
      run: { ...run, depth: run.depth + 1 },
    },
    { signal },
  );
  for await (const message of messages) yield wireToolMessage(message);
}

export const appRequest = z.object({
  app_id: z.string().min(1),
  inputs: record.nullish().transform((given) => given ?? {}),
  query: z.string().nullish(),
  response_mode: z.string().nullish(),
  conversation_id: z.string().nullish(),
});

export function answerApp(
  { apps }: BackwardsServices,
  asked: z.output<typeof appRequest>,
  asker: Asker,
  options: Options,
): AsyncIterable<unknown> {
  return apps.run(
    {
      appId: asked.app_id,
      inputs: asked.inputs,
      query: asked.query ?? null,
      conversationId: asked.conversation_id || null,
      streaming: asked.response_mode !== 'blocking',
    },
    asker,
    options,
  );
}

const nodeModel = z.object({
  provider: z.string().min(1),
  name: z.string().min(1),
  mode: z.string().nullish(),
  completion_params: record.nullish(),
});
export const extractorRequest = z.object({
  parameters: z.array(record).max(200),
  model: nodeModel,
  query: z.string(),
  instruction: optionalText,
});
export const classifierRequest = z.object({
  classes: z.array(z.object({ id: z.string(), name: z.string() })).max(200),
  model: nodeModel,
  query: z.string(),
  instruction: optionalText,
});

export async function answerNode(
  { nodes }: BackwardsServices,
  asked: z.output<typeof extractorRequest> | z.output<typeof classifierRequest>,
  asker: Asker,
  { signal }: Options,
): Promise<unknown> {
  const { model, query, instruction } = asked;
  const common = {
    model: { mode: 'chat', completion_params: {}, ...model },
    instruction,
    query: ['sys', 'query'],
    query_variable_selector: ['sys', 'query'],
  };
  const { inputs, processData, outputs } = await nodes.run(
    {
      query,
      model: { provider: model.provider, name: model.name },
      ...('classes' in asked
        ? { kind: 'question-classifier', config: { ...common, classes: asked.classes } }
        : {
            kind: 'parameter-extractor',
            config: { ...common, reasoning_mode: 'function_call', parameters: asked.parameters },
          }),
    },
    asker,
    { signal },
  );
  return { inputs, process_data: processData, outputs };
}

export const storageRequest = z.discriminatedUnion('opt', [
  z.object({ opt: z.literal('get'), key: z.string() }),
  z.object({ opt: z.literal('set'), key: z.string(), value: hexBytes }),
  z.object({ opt: z.literal('del'), key: z.string() }),
  z.object({ opt: z.literal('exist'), key: z.string() }),
]);

export async function answerStorage(
  storage: PluginStorage,
  asked: z.output<typeof storageRequest>,
  asker: Asker,
  { permissions, id }: PluginDeclaration,
): Promise<unknown> {
  const { key } = asked;
  if (key === '' || key.length > 256 || key.includes('..') || /\/\/|\\/.test(key))
    throw new AppError('plugin_request_invalid', {
      details: {
        plugin: id,
        what: 'storage',
        reason: 'a key has 1 to 256 characters, without “..”, “//” and backslashes',
      },
    });
  switch (asked.opt) {
    case 'get': {
      const value = await storage.get(asker, key);
      if (value === null)
        throw new AppError('plugin_storage_missing', { details: { plugin: id, key } });
      return { data: Buffer.from(value).toString('hex') };
    }
    case 'set':
      await storage.set(asker, key, asked.value, permissions.storageBytes ?? 0);
      return { data: 'ok' };
    case 'del':
      return { data: 'ok', deleted_num: await storage.remove(asker, key) };
    case 'exist': {
      const found = (await storage.get(asker, key)) !== null;
      return { data: found, exist_num: found ? 1 : 0 };
    }
  }
}

export const uploadRequest = z.object({
  filename: z.string().min(1).max(400),
  mimetype: optionalText,
});
export const summaryRequest = z.object({
  text: z.string().max(2_000_000),
  instruction: optionalText,
});
export const appNameRequest = z.object({ app_id: z.string().min(1) });
