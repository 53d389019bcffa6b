import type {
  NodeContext,
  NodeKind,
  NodeManifest,
  NodeResult,
  Selector,
  Value,
  Values,
  Variables,
} from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { objectSchema } from '../fields/type-schema.ts';
import { aggregationConfig, type AggregationConfig } from './aggregation-config.ts';

/**
 * A kind that joins branches: the first variable that is there, null included, keeps its type.
 * Two names exist for it in app files.
 */
export function createAggregation(
  type: string,
  manifest: NodeManifest,
): NodeKind<AggregationConfig> {
  return {
    type,
    traits: { strategies: true },
    manifest,
    parse: (source) => parseFields(aggregationConfig, source),
    references: (config) =>
      groupsOf(config)?.flatMap((group) => group.variables) ?? config.variables,
    outputs: (config) => {
      const groups = groupsOf(config);
      if (!groups) return { output: config.output_type || 'any' };
      return Object.fromEntries(groups.map((group) => [group.group_name, 'object']));
    },
    shapes: (config) =>
      Object.fromEntries(
        (groupsOf(config) ?? []).map((group) => [
          group.group_name,
          objectSchema({ output: group.output_type || 'any' }),
        ]),
      ),
    run: runAggregation,
  };
}

function runAggregation({ variables }: NodeContext, config: AggregationConfig): NodeResult {
  const groups = groupsOf(config);
  if (!groups) {
    const found = firstPresent(config.variables, variables);
    return found
      ? { inputs: { [found.source]: found.value }, outputs: { output: found.value } }
      : { outputs: {} };
  }
  const inputs: Record<string, Value> = {};
  const outputs: Record<string, Values> = {};
  for (const group of groups) {
    const found = firstPresent(group.variables, variables);
    if (!found) continue;
    inputs[`${group.group_name}.${found.source}`] = found.value;
    outputs[group.group_name] = { output: found.value };
  }
  return { inputs, outputs };
}

function groupsOf({ advanced_settings: advanced }: AggregationConfig) {
  return advanced?.group_enabled ? advanced.groups : null;
}

function firstPresent(
  selectors: readonly Selector[],
  variables: Variables,
): { readonly source: string; readonly value: Value } | null {
  for (const selector of selectors) {
    const value = variables.get(selector);
    if (value !== undefined) return { source: selector.join('.'), value };
  }
  return null;
}
