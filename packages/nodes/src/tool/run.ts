import type { NodeContext, NodeResult, ToolRef } from '@outpost/contracts';
import { nodeFailure, portFailure } from '../failures/node-failure.ts';
import { collectMessages } from './collect-messages.ts';
import type { ToolConfig } from './config.ts';
import { resolveParameters } from './resolve-parameters.ts';

/** Calls a tool and gives out what it says (spec/dsl.md 3.16). */
export async function runTool(context: NodeContext, config: ToolConfig): Promise<NodeResult> {
  const { ports, variables, signal, run } = context;
  const ref: ToolRef = {
    providerType: config.provider_type || 'builtin',
    provider: config.provider_id || config.provider_name,
    name: config.tool_name,
  };
  const facts = await ports.tools.find(ref);
  if (!facts)
    throw nodeFailure('ToolNodeError', 'tool_not_found', {
      tool: config.tool_label || ref.name,
      provider: ref.provider,
    });
  let inputs = {};
  try {
    const parameters = resolveParameters(config.given, facts, variables);
    inputs = parameters;
    const credentialId = config.credential_id || null;
    const messages = ports.tools.call({ ref, parameters, credentialId, run }, { signal });
    const { outputs, resources } = await collectMessages(messages, context);
    return {
      inputs,
      outputs,
      metadata: {
        tool_info: { provider_type: ref.providerType, provider_id: ref.provider },
        ...(resources.length > 0 ? { retriever_resources: resources } : {}),
      },
    };
  } catch (error) {
    throw portFailure(error, 'ToolInvokeError', { inputs }, signal);
  }
}
