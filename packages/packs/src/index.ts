export { fetchPacks } from './fetch-packs.ts';
export type { FetchPacksOptions, PackProgress, PackResult } from './fetch-packs.ts';
export { readPackLock, starterPacks } from './pack-lock.ts';
export type { Pack, PackFile, PackKind, PackLock, PackSource } from './pack-lock.ts';
export { prepareNetwork } from './registries/prepare-network.ts';
export { readRegistrySettings } from './registries/registry-settings.ts';
export type { Environment, RegistrySettings } from './registries/registry-settings.ts';
