/** A package at one version that a plugin needs on a target. */
export interface ResolvedPackage {
  /** In the one spelling of PEP 503. */
  readonly project: string;
  readonly version: string;
  /** Wheels that are known of, for all platforms; the right one is chosen from them. */
  readonly wheels: readonly FileReference[];
  /** Only to tell that there is one: it is never built. */
  readonly hasSourceArchive: boolean;
  /** Where it comes from when that is no index: a repository, an address, a folder. */
  readonly origin: string | null;
  /** Other packages that ask for it, by name; the plugin itself is not among them. */
  readonly neededBy: readonly string[];
}

/** A file with the hash it must have. */
export interface FileReference {
  readonly filename: string;
  /** Hexadecimal; null when nothing tells it, as for a file in a folder. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly location:
    | { readonly url: string }
    | { readonly path: string }
    /** Somewhere on the package index, under its name. */
    | { readonly onIndex: true };
}
