import type { NodeManifest } from '@outpost/contracts';
import { variableAggregatorManifest } from '../variable-aggregator/manifest.ts';

export const variableAssignerManifest: NodeManifest = {
  ...variableAggregatorManifest,
  description: {
    en: 'The former name of the variable aggregator, for old app files.',
    zh: '变量聚合器的旧名称，用于兼容旧的应用文件。',
  },
};
