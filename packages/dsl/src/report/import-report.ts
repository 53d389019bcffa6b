import type { AppDocument } from '@outpost/contracts';
import { modelsIn, toolsIn } from './config-places.ts';
import type { Installation } from './installation.ts';
import {
  needsOfOwner,
  secretNeeds,
  strategiesIn,
  type Found,
  type ImportNeed,
  type Owner,
  type SlotMatter,
} from './needs.ts';
import { packagesOf, type NeededPackage } from './packages.ts';

export interface ImportReport {
  /** `after-mapping`: as soon as every slot is filled. `no`: something must be installed first. */
  readonly runnable: 'yes' | 'after-mapping' | 'no';
  readonly needs: readonly ImportNeed[];
  readonly slots: readonly MappingSlot[];
  readonly packages: readonly NeededPackage[];
}

/** A question to the person who imports: what shall stand here in place of what is missing? */
export type MappingSlot = SlotMatter & {
  readonly id: string;
  /** The nodes that wait for it. */
  readonly usedBy: readonly string[];
};

/** Says, for each node, what is missing here, and what can be put in its place. */
export function importReport(document: AppDocument, installation: Installation): ImportReport {
  const nodes = document.graph.nodes.filter((node) => node.kind !== '');
  const owners: readonly Owner[] = [
    ...nodes.map((node) => ({ node, config: node.config, root: '' })),
    ...(document.classic === null
      ? []
      : [{ node: null, config: document.classic, root: 'model_config' }]),
  ];
  const found = [
    ...owners.flatMap((owner) => needsOfOwner(owner, installation)),
    ...secretNeeds(document, nodes),
  ];
  const needs = found.map(({ need }) => need);
  return {
    runnable:
      needs.length === 0
        ? 'yes'
        : needs.every((need) => need.slotId !== null)
          ? 'after-mapping'
          : 'no',
    needs,
    slots: slotsOf(found),
    packages: packagesOf(
      document,
      {
        tools: owners.flatMap(({ config }) => toolsIn(config).filter((tool) => tool.inUse)),
        models: owners.flatMap(({ config }) =>
          modelsIn(config).flatMap((place) => (place.inUse ? [place.ref] : [])),
        ),
        strategies: owners.flatMap(({ config }) => strategiesIn(config)),
      },
      installation,
    ),
  };
}

function slotsOf(found: readonly Found[]): readonly MappingSlot[] {
  const slots = new Map<string, MappingSlot>();
  for (const { need, matter } of found) {
    if (matter === null || need.slotId === null) continue;
    const users = new Set(slots.get(need.slotId)?.usedBy);
    if (need.nodeId !== null) users.add(need.nodeId);
    slots.set(need.slotId, { ...matter, id: need.slotId, usedBy: [...users] });
  }
  return [...slots.values()];
}
