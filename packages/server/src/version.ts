import { createRequire } from 'node:module';

/** The version of the product. */
export const version = readVersion();

function readVersion(): string {
  const require = createRequire(import.meta.url);
  // From a checkout the package's own manifest, from a build the file beside it.
  for (const place of ['../package.json', './version.json', '../version.json']) {
    try {
      const { version: found } = require(place) as { readonly version?: string };
      if (found !== undefined) return found;
    } catch {
      // Not here: the other place.
    }
  }
  return '0.0.0';
}
