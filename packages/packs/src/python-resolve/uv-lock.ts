import { messageOf } from '@outpost/contracts';
import { parse as parseToml } from 'smol-toml';
import { evaluateMarker, normaliseName, parseMarker, type MarkerEnvironment } from './marker.ts';
import type { FileReference, ResolvedPackage } from './resolution.ts';

/**
 * Resolves from a `uv.lock` without a resolver: the lock lists every version with all of its wheels
 * and which package needs which one under which marker. From the project's own entry the edges that
 * hold on the target are followed; groups for development and extras nobody asked for are not.
 */
export interface UvLock {
  readonly root: LockedPackage;
  readonly byName: ReadonlyMap<string, readonly LockedPackage[]>;
}

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly source: Readonly<Record<string, string>>;
  readonly markers: readonly string[];
  readonly edges: readonly Edge[];
  readonly extraEdges: ReadonlyMap<string, readonly Edge[]>;
  readonly wheels: readonly FileReference[];
  readonly hasSourceArchive: boolean;
}

interface Edge {
  readonly name: string;
  readonly version: string | null;
  readonly source: Readonly<Record<string, string>> | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
}

/** Reads the text of a lock file. Throws an `Error` whose message is the reason. */
export function parseUvLock(text: string): UvLock {
  const file: unknown = parseToml(text);
  const version = field(file, 'version');
  if (version !== 1) throw new Error(`its version is ${String(version)}, known is 1`);
  const packages = rows(field(file, 'package')).map(readPackage);
  const root =
    packages.find(({ source }) => 'virtual' in source || source['editable'] === '.') ??
    packages.find(({ source }) => source['directory'] === '.');
  if (!root) throw new Error('it has no entry for the project itself');
  return { root, byName: Map.groupBy(packages, ({ name }) => name) };
}

/** The names that the project itself depends on, whatever the platform. */
export function lockedDependencies({ root }: UvLock): ReadonlySet<string> {
  return new Set(root.edges.map(({ name }) => name));
}

/** Everything the project needs where the markers' environment holds, sorted by name. Throws an `Error`. */
export function resolveUvLock(
  { root, byName }: UvLock,
  environment: MarkerEnvironment,
): readonly ResolvedPackage[] {
  const found = new Map<LockedPackage, { extras: Set<string>; neededBy: Set<string> }>();
  const queue: { from: LockedPackage; edge: Edge; extras: readonly string[] }[] = [];
  const follow = (from: LockedPackage, edges: readonly Edge[], extras: readonly string[]): void => {
    for (const edge of edges) queue.push({ from, edge, extras });
  };
  follow(root, root.edges, []);
  for (let at = 0; at < queue.length; at += 1) {
    const { from, edge, extras } = queue[at] ?? {};
    if (!from || !edge || !extras || !holds(edge.marker, environment, extras)) continue;
    const target = findPackage(byName.get(edge.name) ?? [], edge, environment);
    let state = found.get(target);
    if (!state) {
      state = { extras: new Set(), neededBy: new Set() };
      found.set(target, state);
      follow(target, target.edges, []);
    }
    if (from !== root) state.neededBy.add(from.name);
    for (const extra of edge.extras)
      if (!state.extras.has(extra)) {
        state.extras.add(extra);
        follow(target, target.extraEdges.get(extra) ?? [], [extra]);
      }
  }
  return [...found]
    .filter(([{ name }]) => name !== root.name)
    .map(([locked, { neededBy }]) => ({
      project: locked.name,
      version: locked.version,
      wheels: locked.wheels,
      hasSourceArchive: locked.hasSourceArchive,
      origin: originOf(locked.source),
      neededBy: [...neededBy].toSorted(),
    }))
    .toSorted((a, b) => (a.project < b.project ? -1 : 1));
}

/** Several versions of one package stand for several platforms. */
function findPackage(
  candidates: readonly LockedPackage[],
  edge: Edge,
  environment: MarkerEnvironment,
): LockedPackage {
  const exact = candidates.filter(
    ({ version, source }) =>
      (edge.version === null || version === edge.version) &&
      (edge.source === null || isSameSource(source, edge.source)),
  );
  const [only, second] = exact;
  if (only && !second) return only;
  const fitting = exact.find(
    ({ markers }) =>
      markers.length === 0 || markers.some((marker) => holds(marker, environment, [])),
  );
  if (!fitting) throw new Error(`it has no entry for ${edge.name} ${edge.version ?? ''}`.trimEnd());
  return fitting;
}

function holds(
  marker: string | null,
  environment: MarkerEnvironment,
  extras: readonly string[],
): boolean {
  return marker === null || evaluateMarker(parseMarker(marker), environment, extras);
}

function readPackage(value: unknown): LockedPackage {
  const name = text(value, 'name');
  if (name === null) throw new Error('an entry of it has no name');
  const read = (edges: unknown): Edge[] => rows(edges).map(readEdge);
  const optional = Object.entries(field(value, 'optional-dependencies') ?? {});
  try {
    return {
      name: normaliseName(name),
      version: text(value, 'version') ?? '0',
      source: sourceFrom(field(value, 'source')) ?? {},
      markers: rows(field(value, 'resolution-markers')).filter((row) => typeof row === 'string'),
      edges: read(field(value, 'dependencies')),
      extraEdges: new Map(
        optional.map(([extra, edges]) => [normaliseName(extra), read(edges)] as const),
      ),
      wheels: rows(field(value, 'wheels')).flatMap(readFile),
      hasSourceArchive: field(value, 'sdist') !== undefined,
    };
  } catch (error) {
    throw new Error(`its entry for ${name} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function readEdge(value: unknown): Edge {
  const name = text(value, 'name');
  if (name === null) throw new Error('a dependency has no name');
  const extras = rows(field(value, 'extra')).filter((row) => typeof row === 'string');
  return {
    name: normaliseName(name),
    version: text(value, 'version'),
    source: sourceFrom(field(value, 'source')),
    extras: extras.map(normaliseName),
    marker: text(value, 'marker'),
  };
}

function readFile(value: unknown): FileReference[] {
  const url = text(value, 'url');
  const path = text(value, 'path');
  const address = url ?? path;
  const hash = /^sha256:([0-9a-f]{64})$/.exec(text(value, 'hash') ?? '')?.[1] ?? null;
  if (address === null) return [];
  const filename =
    text(value, 'filename') ??
    decodeURIComponent(
      address
        .replace(/[?#].*$/, '')
        .split('/')
        .at(-1) ?? '',
    );
  const size = field(value, 'size');
  return [
    {
      filename,
      sha256: hash,
      sizeBytes: Number.isSafeInteger(size) ? Number(size) : null,
      location: url === null ? { path: address } : { url },
    },
  ];
}

function originOf(source: Readonly<Record<string, string>>): string | null {
  if ('registry' in source) return null;
  const [type, address] = Object.entries(source)[0] ?? [];
  return type === undefined ? null : `${type} ${address}`;
}

function isSameSource(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(b).every(([key, value]) => a[key] === value);
}

function sourceFrom(value: unknown): Readonly<Record<string, string>> | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) =>
      typeof entry === 'string' ? [[key, entry] as const] : [],
    ),
  );
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function text(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' ? found : null;
}

function rows(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
