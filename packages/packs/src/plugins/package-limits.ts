/** What a plugin package may be. Bytes are checked against what is really there, not what it says. */
export interface PackageLimits {
  /** The file. */
  readonly packageBytesMax: number;
  /** All its files, unpacked. */
  readonly unpackedBytesMax: number;
  readonly filesMax: number;
}

export const defaultPackageLimits: PackageLimits = {
  packageBytesMax: 600 * 2 ** 20,
  unpackedBytesMax: 2 * 2 ** 30,
  filesMax: 20_000,
};
