import type { AppDocument, ModelRef } from '@outpost/contracts';
import type { Tree } from '../reading/shape.ts';
import { mapDatasets, mapModels } from './config-places.ts';

/** What stands here in place of what a file names; as a rule, the answers to a report's slots. */
export interface Mapping {
  readonly models?: readonly { readonly from: ModelRef; readonly to: ModelRef }[];
  /** Ids of knowledge bases here, by the ids in the file; null drops one. */
  readonly datasets?: Readonly<Record<string, string | null>>;
  /** Values of environment variables by name: secrets above all. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The document with every place that names a mapped model, knowledge base or variable rewritten. */
export function applyMapping(document: AppDocument, mapping: Mapping): AppDocument {
  const models = new Map(mapping.models?.map(({ from, to }) => [keyOf(from), to]));
  const datasets = new Map(Object.entries(mapping.datasets ?? {}));
  const environment = new Map(Object.entries(mapping.environment ?? {}));
  const mapTree = (tree: Tree): Tree => {
    const mapped = mapModels(tree, ({ ref }) => models.get(keyOf(ref)) ?? ref);
    return mapDatasets(mapped, (id) => {
      const to = datasets.get(id);
      return to === undefined ? id : to;
    }) as Tree;
  };
  return {
    ...document,
    graph: {
      ...document.graph,
      nodes: document.graph.nodes.map((node) => ({ ...node, config: mapTree(node.config) })),
    },
    features: mapTree(document.features),
    classic: document.classic === null ? null : mapTree(document.classic),
    environmentVariables: document.environmentVariables.map((variable) => {
      const value = environment.get(variable.name);
      if (value === undefined) return variable;
      const number = Number(value);
      const isNumber =
        variable.valueType === 'number' && value.trim() !== '' && Number.isFinite(number);
      return { ...variable, value: isNumber ? number : value };
    }),
  };
}

function keyOf({ provider, name }: ModelRef): string {
  return JSON.stringify([provider, name]);
}
