import type { ParameterDeclaration, ToolMessage } from '@outpost/contracts';
import { z } from 'zod';
import { readParameters } from '../declaration/read-parameters.ts';
import { optionsOf } from '../declaration/fields.ts';
import { createToolMessageReader } from '../shapes/tool-messages.ts';
import type { CallContext, PluginCredentials } from './call-context.ts';
import { reading, type Caller } from './caller.ts';

export interface ToolTarget {
  readonly provider: string;
  readonly tool: string;
  readonly credentials: PluginCredentials;
}

export type ToolCalls = ReturnType<typeof createToolCalls>;

export function createToolCalls(caller: Caller) {
  const { plugin } = caller;
  return {
    async *invoke(
      { provider, tool, credentials }: ToolTarget,
      parameters: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): AsyncGenerator<ToolMessage> {
      const action = 'invoke_tool';
      const read = createToolMessageReader({ plugin });
      const chunks = caller.stream(
        {
          type: 'tool',
          action,
          provider,
          fields: {
            provider,
            tool,
            credentials: credentials.values,
            credential_type: credentials.type,
            tool_parameters: parameters,
          },
        },
        context,
      );
      for await (const chunk of chunks) {
        const message = reading(plugin, action, () => read(chunk));
        if (message) yield message;
      }
    },

    /** Throws `plugin_credentials_refused` with the plugin's words. */
    async validate(
      { provider, credentials }: Omit<ToolTarget, 'tool'>,
      context: CallContext,
    ): Promise<void> {
      await caller.single(
        {
          type: 'tool',
          action: 'validate_tool_credentials',
          provider,
          fields: { provider, credentials: credentials.values },
        },
        context,
        z.object({ result: z.literal(true) }),
      );
    },

    /** More parameters, once credentials are known; the SDKs so far have no answer to this at all. */
    async runtimeParameters(
      { provider, tool, credentials }: ToolTarget,
      context: CallContext,
    ): Promise<readonly ParameterDeclaration[]> {
      const action = 'get_tool_runtime_parameters';
      const chunks = caller.stream(
        {
          type: 'tool',
          action,
          provider,
          fields: { provider, tool, credentials: credentials.values },
        },
        context,
      );
      for await (const chunk of chunks)
        return readParameters(reading(plugin, action, () => late.parse(chunk).parameters));
      return [];
    },

    /** What can be chosen for a parameter; `action` is the tool's or event's name, or `provider`. */
    async options(
      {
        provider,
        action,
        parameter,
        credentials,
      }: {
        readonly provider: string;
        readonly action: string;
        readonly parameter: string;
        readonly credentials: PluginCredentials;
      },
      context: CallContext,
    ) {
      const { options } = await caller.single(
        {
          type: 'dynamic_parameter',
          action: 'fetch_parameter_options',
          provider,
          fields: {
            provider,
            provider_action: action,
            parameter,
            credentials: credentials.values,
            credential_type: credentials.type,
          },
        },
        context,
        z.object({ options: z.array(z.unknown()) }),
      );
      return optionsOf(options);
    },
  };
}

const late = z.object({ parameters: z.array(z.unknown()) });
