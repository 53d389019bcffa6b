import {
  evaluateMarker,
  normaliseName,
  parseMarker,
  type Marker,
  type MarkerEnvironment,
} from './marker.ts';
import { parseSpecifiers, type SpecifierSet } from './specifier.ts';

/** What a package asks for (PEP 508): `uvicorn[standard]>=0.20; python_version < "3.13"`. */
export interface Requirement {
  /** In the one spelling of PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifiers: SpecifierSet;
  /** A direct address (`name @ https://…`), or null. */
  readonly url: string | null;
  readonly marker: Marker | null;
  /** As it was written, without a marker. */
  readonly text: string;
}

/** Throws an `Error` whose message is the reason. */
export function parseRequirement(text: string): Requirement {
  const match = pattern.exec(text.trim());
  if (!match?.groups || text.length > 10_000)
    throw new Error(`“${text.slice(0, 200)}” is not a requirement`);
  const { name = '', extras, url, parenthesised, clauses, marker } = match.groups;
  const written = (parenthesised ?? clauses ?? '').trim();
  const specifiers = parseSpecifiers(written);
  if (!specifiers) throw new Error(`“${written}” is not a version range`);
  return {
    name: normaliseName(name),
    extras: (extras ?? '')
      .split(',')
      .map((extra) => normaliseName(extra.trim()))
      .filter(Boolean),
    specifiers,
    url: url ?? null,
    marker: marker === undefined ? null : parseMarker(marker),
    text: text.trim().replace(/\s*;.*$/s, ''),
  };
}

export function applies(
  { marker }: Pick<Requirement, 'marker'>,
  environment: MarkerEnvironment,
  extras: readonly string[] = [],
): boolean {
  return marker === null || evaluateMarker(marker, environment, extras);
}

const pattern =
  /^(?<name>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\s*(?:\[(?<extras>[^\]]*)\])?\s*(?:@\s*(?<url>\S+)|\((?<parenthesised>[^)]*)\)|(?<clauses>[=!<>~][^;]*))?\s*(?:;\s*(?<marker>.+))?$/is;
