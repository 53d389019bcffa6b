export { createLocalModels, localProviderId } from './create-local-models.ts';
export type { LocalModels, LocalModelsOptions } from './create-local-models.ts';
export type { LocalModelLimits } from './limits.ts';
