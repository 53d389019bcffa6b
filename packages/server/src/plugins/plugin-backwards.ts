import { AppError, type ModelGateway, type ToolCaller } from '@outpost/contracts';
import type { Asker, BackwardsServices } from '@outpost/plugin-host';
import type { Store } from '@outpost/store';

/** What plugins ask of this platform. What is not offered yet is refused by name. */
export function createBackwardsServices({
  store,
  modelsOf,
  toolsOf,
  defaultChatModel,
}: {
  readonly store: Store;
  readonly modelsOf: (workspaceId: string) => ModelGateway;
  readonly toolsOf: (workspaceId: string) => ToolCaller;
  readonly defaultChatModel: (
    workspaceId: string,
  ) => Promise<{ readonly provider: string; readonly name: string } | null>;
}): BackwardsServices {
  const place = ({ workspaceId, plugin }: Asker, key: string) => ({
    workspaceId,
    pluginId: plugin,
    key,
  });
  const unavailable = (plugin: string, what: string): AppError =>
    new AppError('plugin_request_invalid', {
      details: {
        plugin,
        what,
        reason: 'this version of the platform does not offer it to plugins',
      },
    });
  return {
    models: modelsOf,
    tools: toolsOf,
    apps: {
      // oxlint-disable-next-line require-yield -- it only refuses
      async *run(_request, { plugin }) {
        throw unavailable(plugin, 'app');
      },
      async describe(appId, { workspaceId }) {
        const app = await store.apps.get(workspaceId, appId);
        if (!app) throw new AppError('not_found', { details: { thing: `The app ${appId}` } });
        const { id, name, mode, description, tags } = app;
        return { id, name, mode, description, tags: [...tags] };
      },
    },
    nodes: {
      async run({ kind }, { plugin }) {
        throw unavailable(plugin, kind);
      },
    },
    storage: {
      get: (asker, key) => store.pluginValues.get(place(asker, key)),
      set: (asker, key, value, limitBytes) =>
        store.pluginValues.set(place(asker, key), value, limitBytes),
      remove: (asker, key) => store.pluginValues.remove(place(asker, key)),
    },
    uploads: {
      async address(_file, { plugin }) {
        throw unavailable(plugin, 'upload_file');
      },
    },
    async summarise({ text, instruction }, { workspaceId }, { signal }) {
      const ref = await defaultChatModel(workspaceId);
      if (!ref) throw new AppError('model_default_missing', { details: { kind: 'chat' } });
      const model = await modelsOf(workspaceId).chat(ref);
      const chunks = model.stream(
        {
          messages: [
            { role: 'system', text: `Summarise the text of the user. ${instruction}`.trim() },
            { role: 'user', content: [{ type: 'text', text }] },
          ],
          parameters: {},
        },
        { signal },
      );
      let summary = '';
      for await (const chunk of chunks) if (chunk.type === 'text') summary += chunk.text;
      return summary.trim();
    },
  };
}
