import {
  AppError,
  type RunFacts,
  type ToolCaller,
  type ToolFacts,
  type ToolMessage,
  type ToolRef,
} from '@outpost/contracts';
import type { CallContext } from '@outpost/plugin-host';
import type { PluginWithPackage } from '@outpost/store';
import type { CredentialService } from './plugin-credentials.ts';
import type { PluginService } from './plugin-service.ts';

/** The tools of a workspace's plugins, under the names that app files use. */
export function createPluginTools({
  workspaceId,
  plugins,
  credentials,
}: {
  readonly workspaceId: string;
  readonly plugins: PluginService;
  readonly credentials: CredentialService;
}): ToolCaller {
  async function place(ref: ToolRef) {
    if (ref.providerType !== 'builtin' && ref.providerType !== 'plugin') return null;
    const { author, plugin, provider } = partsOf(ref.provider);
    for (const found of await plugins.list(workspaceId)) {
      const { pluginId } = found.plugin;
      if (author !== null && pluginId !== `${author}/${plugin}`) continue;
      if (author === null && pluginId.split('/')[1] !== plugin) continue;
      for (const one of found.package.declaration.toolProviders) {
        if (author !== null && one.name !== provider) continue;
        const tool = one.tools.find(({ name }) => name === ref.name);
        if (tool) return { found, provider: one, tool };
      }
    }
    return null;
  }

  return {
    async find(ref): Promise<ToolFacts | null> {
      const at = await place(ref);
      if (!at) return null;
      const { tool } = at;
      return {
        ref,
        label: tool.label,
        description: tool.modelDescription || tool.description.en,
        parameters: tool.parameters,
        outputSchema: tool.outputSchema,
        icon: at.provider.icon && `plugins/${at.found.plugin.id}/assets/${at.provider.icon}`,
      };
    },

    async *call({ ref, parameters, credentialId, run }, { signal }): AsyncGenerator<ToolMessage> {
      if (run.depth > depthMax)
        throw new AppError('plugin_busy', {
          details: { plugin: ref.provider, value: depthMax, limit: 'depthMax' },
        });
      const at = await place(ref);
      if (!at)
        throw new AppError('tool_not_found', {
          details: { tool: ref.name, provider: ref.provider },
        });
      const { found, provider, tool } = at;
      const given = await credentials.forCall(
        workspaceId,
        found,
        'tool',
        provider.name,
        credentialId,
      );
      const handle = await plugins.handleOf(found);
      yield* handle.tools.invoke(
        { provider: provider.name, tool: tool.name, credentials: given },
        parameters,
        contextOf(workspaceId, found, run, signal),
      );
    },
  };
}

function contextOf(
  workspaceId: string,
  _found: PluginWithPackage,
  run: RunFacts,
  signal: AbortSignal,
): CallContext {
  return { workspaceId, userId: run.userId, run, signal };
}

/** `author/plugin/provider`, or a short name that is both the plugin's and the provider's. */
function partsOf(provider: string): {
  readonly author: string | null;
  readonly plugin: string;
  readonly provider: string;
} {
  const [author = '', plugin = '', name = plugin] = provider.split('/');
  return plugin === ''
    ? { author: null, plugin: author, provider: author }
    : { author, plugin, provider: name };
}

/** Tools that call tools: deeper than this is a circle. */
const depthMax = 5;
