import type { NodeKind } from '@outpost/contracts';
import type { Installation } from '../src/index.ts';

/** An installation that has every kind a document uses and, unless told, nothing else. */
export function createInstallation(has: Partial<Installation> = {}): Installation {
  return {
    kinds: everyKind,
    hasModel: () => false,
    hasDataset: () => false,
    hasPlugin: () => false,
    replacesPlugin: () => false,
    hasTool: () => false,
    ...has,
  };
}

/** Kinds by any name; their settings are never wrong. */
const everyKind: ReadonlyMap<string, NodeKind> = new (class extends Map<string, NodeKind> {
  override get(type: string): NodeKind {
    return type === 'iteration' || type === 'loop'
      ? createContainerKind(type)
      : createKind({ type });
  }
})();

export function createContainerKind(type: string): NodeKind {
  return createKind({
    type,
    container: {
      startNodeId: () => null,
      sharesWrites: false,
      begin: () => ({ state: null, start: [] }),
      roundEnd: () => ({ state: null, start: [] }),
    },
  });
}

export function createKind(parts: Partial<NodeKind> & { readonly type: string }): NodeKind {
  return {
    traits: parts.type === 'start' ? { root: true } : {},
    manifest: {
      group: 'logic',
      title: { en: parts.type, zh: parts.type },
      description: { en: '', zh: '' },
      defaults: {},
    },
    parse: (source) => source.config,
    references: () => [],
    outputs: () => ({}),
    ...parts,
  };
}
