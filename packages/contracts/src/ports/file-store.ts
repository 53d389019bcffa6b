/** Contents of files by key. Keys are `a-z 0-9 . _ -` in parts divided by `/`; a key is written once. */
export interface FileStore {
  /**
   * Stores a stream whole or not at all; resolves when it is on disk.
   * Throws `body_too_large` above `limitBytes`, and the signal's reason when aborted.
   */
  write(
    key: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    options: { readonly limitBytes: number; readonly signal?: AbortSignal },
  ): Promise<StoredFile>;
  /** The bytes from `start` to `end`, both included; throws `not_found` for an unknown key. */
  read(
    key: string,
    range?: { readonly start: number; readonly end?: number },
  ): Promise<AsyncIterable<Uint8Array>>;
  /** Size in bytes; null when there is no such file. */
  size(key: string): Promise<number | null>;
  /** Does nothing when there is no such file. */
  remove(key: string): Promise<void>;
}

export interface StoredFile {
  readonly key: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}
