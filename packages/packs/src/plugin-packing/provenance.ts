import type { UpstreamPackage } from '../plugin-sources/plugin-source.ts';
import { verifySignature } from '../signing/package-signature.ts';
import type { PublicKey } from '../signing/signing-key.ts';
import { targetName, type Target } from '../wheels/target.ts';
import type { RelaxedVersion } from './target-resolution.ts';

export interface ProvenanceFacts {
  readonly tool: { readonly name: string; readonly version: string };
  readonly source: string;
  /** The dependency file that was followed. */
  readonly dependenciesFrom: string;
  readonly targets: readonly {
    readonly target: Target;
    readonly relaxed: readonly RelaxedVersion[];
  }[];
  readonly upstream: UpstreamPackage | null;
  readonly upstreamSignature: UpstreamSignature;
}

export type UpstreamSignature =
  | { readonly status: 'none' | 'unsigned' | 'not-trusted' }
  | { readonly status: 'valid'; readonly fingerprint: string; readonly time: number };

/** What the package's own signature amounts to, before it is replaced. */
export function judgeUpstream(
  upstream: UpstreamPackage | null,
  keys: readonly PublicKey[],
): UpstreamSignature {
  if (!upstream) return { status: 'none' };
  const verdict = verifySignature(upstream.files, upstream.comment, keys);
  return verdict.status === 'valid'
    ? { status: 'valid', fingerprint: verdict.key.fingerprint, time: verdict.time }
    : { status: verdict.status };
}

/**
 * `.outpost/provenance.json`: where a package came from. It keeps the upstream signature with the
 * hashes that it covers, in their order, so that anybody who has upstream's key can verify it again,
 * and compare with the files that are here now.
 */
export function provenanceText(facts: ProvenanceFacts): string {
  const { tool, source, dependenciesFrom, targets, upstream, upstreamSignature } = facts;
  const value = {
    version: 1,
    packedBy: tool,
    source,
    dependenciesFrom,
    targets: targets.map(({ target }) => targetName(target)),
    relaxed: targets.flatMap(({ target, relaxed }) =>
      relaxed.map((row) => ({ target: targetName(target), ...row })),
    ),
    upstream: upstream && {
      uniqueIdentifier: upstream.uniqueIdentifier,
      checksum: upstream.checksum,
      signature: upstreamSignature,
      comment: upstream.comment.toString('base64'),
      files: upstream.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
    },
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** The upstream part of a package's provenance, as it was when the package was first packed. */
export function upstreamFromProvenance(text: string): UpstreamPackage | null {
  try {
    const { upstream } = JSON.parse(text) as { readonly upstream?: Record<string, unknown> | null };
    const { uniqueIdentifier, checksum, comment, files } = upstream ?? {};
    if (typeof uniqueIdentifier !== 'string' || typeof checksum !== 'string') return null;
    if (typeof comment !== 'string' || !Array.isArray(files)) return null;
    const rows = files.filter(
      (row: { name?: unknown; sha256?: unknown }) =>
        typeof row.name === 'string' && /^[0-9a-f]{64}$/.test(String(row.sha256)),
    ) as UpstreamPackage['files'];
    return { uniqueIdentifier, checksum, comment: Buffer.from(comment, 'base64'), files: rows };
  } catch {
    return null;
  }
}
