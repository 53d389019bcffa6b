import { parseWheelName } from '../../src/wheels/wheel-name.ts';
import type { MadeWheel } from './make-wheel.ts';

export interface LockedRow {
  readonly project: string;
  readonly version: string;
  readonly wheels: readonly MadeWheel[];
  /** Edges as uv writes them: a name, or a name with a marker. */
  readonly needs?: readonly (string | { readonly name: string; readonly marker: string })[];
  readonly hasSourceArchive?: boolean;
  readonly source?: string;
}

/** Writes a `uv.lock` for a project called demo. */
export function makeLock(
  rows: readonly LockedRow[],
  {
    needs,
    dev = [],
    url,
  }: { readonly needs: readonly string[]; readonly dev?: readonly string[]; readonly url: string },
): string {
  return [
    'version = 1\nrevision = 3\nrequires-python = ">=3.12"\n',
    `[[package]]\nname = "demo"\nversion = "0.0.1"\nsource = { virtual = "." }\n${edges('dependencies', needs)}${
      dev.length > 0 ? `\n[package.dev-dependencies]\n${edges('dev', dev)}` : ''
    }`,
    ...rows.map((row) => lockedRow(row, url)),
  ].join('\n');
}

function lockedRow(row: LockedRow, url: string): string {
  const files = row.wheels.map(
    ({ filename, sha256, bytes }) =>
      `    { url = "${url}/files/${filename}", hash = "sha256:${sha256}", size = ${bytes.length} },\n`,
  );
  const source = row.source ?? `{ registry = "${url}/simple" }`;
  return [
    `[[package]]\nname = "${row.project}"\nversion = "${row.version}"\nsource = ${source}\n`,
    row.needs ? edges('dependencies', row.needs) : '',
    row.hasSourceArchive
      ? `sdist = { url = "${url}/files/${row.project}-${row.version}.tar.gz", hash = "sha256:${'0'.repeat(64)}", size = 9 }\n`
      : '',
    files.length > 0 ? `wheels = [\n${files.join('')}]\n` : '',
  ].join('');
}

function edges(key: string, needs: NonNullable<LockedRow['needs']>): string {
  const list = needs.map((edge) =>
    typeof edge === 'string'
      ? `    { name = "${edge}" },\n`
      : `    { name = "${edge.name}", marker = "${edge.marker}" },\n`,
  );
  return `${key} = [\n${list.join('')}]\n`;
}

/** A row for wheels of one package, told by their names. */
export function lockedWheels(
  wheels: readonly MadeWheel[],
  needs: NonNullable<LockedRow['needs']> = [],
): LockedRow {
  const name = parseWheelName(wheels[0]?.filename ?? '');
  return { project: name?.project ?? '', version: name?.version ?? '', wheels, needs };
}
