import type { NodeKind } from '@outpost/contracts';
import { selectorsInTemplate } from '@outpost/contracts';
import { parseFields } from '../fields/parse-fields.ts';
import { listOperatorConfig, type ListOperatorConfig } from './config.ts';
import { listOperatorManifest } from './manifest.ts';
import { runListOperator } from './run.ts';

export const listOperator: NodeKind<ListOperatorConfig> = {
  type: 'list-operator',
  traits: { strategies: true },
  manifest: listOperatorManifest,
  parse: (source) => parseFields(listOperatorConfig, source),
  references: ({ variable, filter_by: filter, extract_by: extract }) => [
    variable,
    ...filter.conditions
      .flatMap(({ value }) => value)
      .flatMap((text) => (typeof text === 'string' ? selectorsInTemplate(text) : [])),
    ...selectorsInTemplate(extract.serial),
  ],
  outputs: ({ var_type: type, item_var_type: itemType }) => ({
    result: type || 'array[any]',
    first_record: itemType || 'any',
    last_record: itemType || 'any',
  }),
  run: runListOperator,
};
