import type { ToolMessage } from '@outpost/contracts';
import { createToolMessageReader } from '../shapes/tool-messages.ts';
import type { CallContext } from './call-context.ts';
import { reading, type Caller } from './caller.ts';

export type StrategyCalls = ReturnType<typeof createStrategyCalls>;

export function createStrategyCalls(caller: Caller) {
  const { plugin } = caller;
  return {
    async *invoke(
      { provider, strategy }: { readonly provider: string; readonly strategy: string },
      parameters: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): AsyncGenerator<ToolMessage> {
      const action = 'invoke_agent_strategy';
      const read = createToolMessageReader({ plugin });
      const chunks = caller.stream(
        {
          type: 'agent_strategy',
          action,
          fields: {
            agent_strategy_provider: provider,
            agent_strategy: strategy,
            agent_strategy_params: parameters,
          },
        },
        context,
      );
      for await (const chunk of chunks) {
        const message = reading(plugin, action, () => read(chunk));
        if (message) yield message;
      }
    },
  };
}
