import { createAggregation } from '../aggregation/create-aggregation.ts';
import { variableAggregatorManifest } from './manifest.ts';

export const variableAggregator = createAggregation(
  'variable-aggregator',
  variableAggregatorManifest,
);
