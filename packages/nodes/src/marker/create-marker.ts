import type { NodeKind, NodeManifest, NodeTraits } from '@outpost/contracts';

/** A kind that only marks a place in a container: it has no settings, reads and gives nothing. */
export function createMarker(
  type: string,
  traits: NodeTraits,
  manifest: NodeManifest,
): NodeKind<null> {
  return {
    type,
    traits,
    manifest,
    parse: () => null,
    references: () => [],
    outputs: () => ({}),
    run: () => ({ outputs: {} }),
  };
}
