export { extractZip } from './archives/extract-zip.ts';
export { fetchPinnedFile } from './fetch-pinned-file.ts';
export { fetchPacks } from './fetch-packs.ts';
export type { FetchPacksOptions, PackProgress, PackResult } from './fetch-packs.ts';
export { pullModel, removeModel } from './pull-model.ts';
export type { PullModelOptions } from './pull-model.ts';
export { readModelIndex } from './models/model-index.ts';
export { readPackLock, starterPacks } from './pack-lock.ts';
export type { Pack, PackFile, PackKind, PackLock, PackSource } from './pack-lock.ts';
export { prepareNetwork } from './registries/prepare-network.ts';
export { readRegistrySettings } from './registries/registry-settings.ts';
export type { Environment, RegistrySettings } from './registries/registry-settings.ts';
export { openPluginPackage } from './plugins/open-package.ts';
export type { PackageEntry, PluginPackage } from './plugins/open-package.ts';
export type { HashedFile, PackageFacts } from './plugins/package-facts.ts';
export type { Words } from './plugins/package-error.ts';
export { defaultPackageLimits } from './plugins/package-limits.ts';
export type { PackageLimits } from './plugins/package-limits.ts';
export { planPackage } from './plugins/plan-package.ts';
export type { PackagePlan, PlanProblem, PlannedWheel } from './plugins/plan-package.ts';
export { parsePluginYaml } from './plugins/plugin-yaml.ts';
export { unpackPluginFiles, unpackWheels } from './plugins/unpack-package.ts';
export type { UnpackOptions } from './plugins/unpack-package.ts';
export { signFiles, verifySignature } from './signing/package-signature.ts';
export type { SignatureVerdict } from './signing/package-signature.ts';
export {
  createSigningKey,
  parsePublicKey,
  readPublicKey,
  readSigningKey,
} from './signing/signing-key.ts';
export type { PublicKey, SigningKey } from './signing/signing-key.ts';
export {
  defaultTargets,
  describeTarget,
  parseTarget,
  targetName,
  targetOfMachine,
} from './wheels/target.ts';
export type { Target } from './wheels/target.ts';
export { pageBytesOfMachine } from './wheels/page-size.ts';
export { daemonNotes } from './plugin-packing/daemon-notes.ts';
export { packPlugin } from './plugin-packing/pack-plugin.ts';
export type {
  PackOutcome,
  PackPluginOptions,
  PackingProgress,
} from './plugin-packing/pack-plugin.ts';
export type { TargetVerdict } from './plugin-packing/verdict.ts';
export { defaultAddresses } from './plugin-sources/open-source.ts';
export { parsePluginReference } from './plugin-sources/plugin-reference.ts';
export type { PluginReference } from './plugin-sources/plugin-reference.ts';
export { difyPublicKey } from './signing/dify-key.ts';
