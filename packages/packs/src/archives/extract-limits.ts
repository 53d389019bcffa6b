/** What one archive may become. Bytes are those written, not those announced. */
export interface ExtractLimits {
  readonly filesMax: number;
  readonly totalBytesMax: number;
}

export const defaultExtractLimits: ExtractLimits = {
  filesMax: 20_000,
  totalBytesMax: 32 * 2 ** 30,
};

/** A file of an archive that is wanted, with the hash its bytes must have. */
interface WantedFile {
  readonly path: string;
  readonly sha256: string;
}

export interface ExtractOptions {
  readonly directory: string;
  /** Only these, and all of them; null for every file. */
  readonly wanted: readonly WantedFile[] | null;
  readonly limits?: ExtractLimits;
  readonly signal: AbortSignal;
}
