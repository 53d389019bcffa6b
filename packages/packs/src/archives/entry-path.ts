import { join } from 'node:path';

/**
 * The file that an archive entry may become under `directory`. Null for anything that could leave
 * it or mean something else on another system: absolute paths, `..`, drive letters, backslashes,
 * control characters, names Windows reserves through a trailing dot or space.
 */
export function entryPath(directory: string, name: string): string | null {
  if (name === '' || name.length > 1024 || name.includes('\\')) return null;
  // eslint-disable-next-line no-control-regex -- control characters are what we look for
  if (/[\u0000-\u001f\u007f:]/.test(name)) return null;
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part)))
    return null;
  return join(directory, ...parts);
}
