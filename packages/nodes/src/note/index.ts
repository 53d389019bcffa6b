import type { NodeKind } from '@outpost/contracts';
import { noteManifest } from './manifest.ts';

/** App files give notes no type, so theirs is empty; the graph keeps what they say. */
export const note: NodeKind<null> = {
  type: '',
  traits: { note: true },
  manifest: noteManifest,
  parse: () => null,
  references: () => [],
  outputs: () => ({}),
};
