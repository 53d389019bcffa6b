import { createHash } from 'node:crypto';
import type { PluginManifest } from '@outpost/contracts';
import { applies } from '../python-resolve/requirement.ts';
import { markerEnvironment } from '../wheels/target.ts';
import type { PackedTarget } from './write-requirements.ts';

/**
 * A bill of materials in CycloneDX 1.6 (JSON): the plugin and every wheel with licence and hash, and
 * which package needs which. `time` is the moment it is dated with, in Unix seconds, so that the same
 * package has the same bill.
 */
export function softwareBill(
  { author, name, version }: Pick<PluginManifest, 'author' | 'name' | 'version'>,
  targets: readonly PackedTarget[],
  { time, tool }: { readonly time: number; readonly tool: { name: string; version: string } },
): string {
  const rootRef = `plugin:${author}/${name}@${version}`;
  const components = new Map<string, Component>();
  const edges = new Map<string, Set<string>>([[rootRef, new Set()]]);
  for (const { target, wheels } of targets) {
    const environment = markerEnvironment(target);
    const refs = new Map(
      wheels.map(({ package: row, sha256 }) => [row.project, refOf(row, sha256)] as const),
    );
    const needed = new Set<string>();
    for (const { package: row, sha256, name: wheel, facts } of wheels) {
      const ref = refOf(row, sha256);
      components.set(
        ref,
        componentOf({ ...row, sha256, filename: wheel.filename, licence: facts.metadata.licence }),
      );
      const own = edges.get(ref) ?? new Set<string>();
      edges.set(ref, own);
      for (const requirement of facts.metadata.requires) {
        const to = refs.get(requirement.name);
        if (to === undefined || !applies(requirement, environment)) continue;
        own.add(to);
        needed.add(to);
      }
    }
    // What no package asks for is what the plugin asks for itself.
    for (const ref of refs.values()) if (!needed.has(ref)) edges.get(rootRef)?.add(ref);
  }
  const body = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      tools: { components: [{ type: 'application', ...tool }] },
      component: {
        type: 'application',
        'bom-ref': rootRef,
        group: author,
        name,
        version,
      },
    },
    components: [...components.values()].toSorted(byRef),
    dependencies: [...edges]
      .map(([ref, dependsOn]) => ({ ref, dependsOn: [...dependsOn].toSorted() }))
      .toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(body))}`;
  return `${JSON.stringify({ $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', serialNumber, ...body }, null, 1)}\n`;
}

interface Component {
  readonly 'bom-ref': string;
  readonly [key: string]: unknown;
}

function componentOf({
  project,
  version,
  sha256,
  filename,
  licence,
}: {
  readonly project: string;
  readonly version: string;
  readonly sha256: string;
  readonly filename: string;
  readonly licence: string | null;
}): Component {
  return {
    type: 'library',
    'bom-ref': refOf({ project, version }, sha256),
    name: project,
    version,
    purl: `pkg:pypi/${project}@${encodeURIComponent(version)}`,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    ...(licence === null ? {} : { licenses: [licenceOf(licence)] }),
    properties: [{ name: 'outpost:wheel', value: filename }],
  };
}

/** Only what looks like an SPDX expression may stand as one. */
function licenceOf(text: string): object {
  return /^\(*[A-Za-z0-9.+-]+\)*( (AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)+$/.test(text)
    ? { expression: text }
    : { license: { name: text } };
}

function refOf(
  { project, version }: { readonly project: string; readonly version: string },
  sha256: string,
): string {
  return `pypi:${project}@${version}#${sha256.slice(0, 16)}`;
}

function byRef(a: Component, b: Component): number {
  return a['bom-ref'] < b['bom-ref'] ? -1 : 1;
}

/** A UUID (version 8: of our own making) that names this very content. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
