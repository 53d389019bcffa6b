import { createRequire } from 'node:module';

/** The version of the product, read without loading the server. */
export function productVersion(): string {
  const require = createRequire(import.meta.url);
  // From a checkout the package's own manifest, from a build the file beside it.
  for (const place of ['../package.json', './version.json', '../version.json']) {
    try {
      const { version } = require(place) as { readonly version?: string };
      if (version !== undefined) return version;
    } catch {
      // Not here: the other place.
    }
  }
  return '0.0.0';
}
