import {
  isGraphMode,
  type AppDocument,
  type GraphNode,
  type ModelOverride,
} from '@outpost/contracts';
import { isTree, type Tree } from './reading/shape.ts';

/**
 * The app with another model, parameters or prompt: of a classic app its one model, of a graph every
 * node that names a model. A prompt replaces the instruction of classic apps and nothing in graphs.
 */
export function overrideModel(document: AppDocument, override: ModelOverride): AppDocument {
  if (isGraphMode(document.profile.mode))
    return {
      ...document,
      graph: {
        ...document.graph,
        nodes: document.graph.nodes.map((node) => overrideNode(node, override)),
      },
    };
  const classic = document.classic ?? {};
  const { prompt } = override;
  return {
    ...document,
    classic: {
      ...classic,
      model: overrideConfig(isTree(classic['model']) ? classic['model'] : {}, override),
      ...(prompt === undefined ? {} : { prompt_type: 'simple', pre_prompt: prompt }),
    },
  };
}

function overrideNode(node: GraphNode, override: ModelOverride): GraphNode {
  const { model } = node.config;
  if (!isTree(model) || typeof model['provider'] !== 'string') return node;
  return { ...node, config: { ...node.config, model: overrideConfig(model, override) } };
}

function overrideConfig(config: Tree, { model, parameters }: ModelOverride): Tree {
  return {
    ...config,
    ...(model === undefined ? {} : { provider: model.provider, name: model.name, mode: 'chat' }),
    ...(parameters === undefined ? {} : { completion_params: parameters }),
  };
}
