import { createAggregation } from '../aggregation/create-aggregation.ts';
import { variableAssignerManifest } from './manifest.ts';

export const variableAssigner = createAggregation('variable-assigner', variableAssignerManifest);
