export type { SandboxAssets } from './assets.ts';
export {
  baseWheelLock,
  installLibraryPack,
  libraryPackLock,
  listLibraryPacks,
  packForModule,
  removeLibraryPack,
} from './libraries/library-packs.ts';
export type { InstalledLibraryPack, LibraryPackLock } from './libraries/library-packs.ts';
export { ensureWheels } from './libraries/wheels.ts';
export type { LockedWheel } from './libraries/wheels.ts';
export type { SandboxLimits } from './limits.ts';
export { createSandbox, libraryPacksDirectory } from './sandbox.ts';
export type { Sandbox, SandboxOptions } from './sandbox.ts';
