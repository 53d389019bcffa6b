import { startFileServer, type FileServer } from './file-server.ts';
import type { MadeWheel } from './make-wheel.ts';
import { parseWheelName } from '../../src/wheels/wheel-name.ts';

/** What an index has besides wheels: files that it only lists. */
export interface ListedFile {
  readonly project: string;
  readonly filename: string;
}

/** Starts a package index on the loopback address that serves these wheels as PyPI does. */
export async function startPackageIndex(
  wheels: readonly MadeWheel[],
  listed: readonly ListedFile[] = [],
): Promise<FileServer> {
  const rows = [
    ...wheels.map((wheel) => ({
      project: parseWheelName(wheel.filename)?.project ?? '',
      ...wheel,
    })),
    ...listed.map((file) => ({ ...file, sha256: '0'.repeat(64), bytes: Buffer.from('archive') })),
  ];
  const pages = Map.groupBy(rows, ({ project }) => project);
  return startFileServer({
    ...Object.fromEntries(
      [...pages].map(([project, files]) => [
        `/simple/${project}/`,
        {
          contentType: 'application/vnd.pypi.simple.v1+json',
          body: JSON.stringify({
            meta: { 'api-version': '1.0' },
            name: project,
            files: files.map(({ filename, sha256 }) => ({
              filename,
              url: `/files/${filename}`,
              hashes: { sha256 },
            })),
          }),
        },
      ]),
    ),
    ...Object.fromEntries(
      rows.map(({ filename, bytes }) => [
        `/files/${filename}`,
        { body: bytes, etag: `"${filename}"` },
      ]),
    ),
  });
}
