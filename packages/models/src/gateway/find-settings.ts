import type { ModelRef } from '@outpost/contracts';
import { findProvider } from '../providers/registry.ts';
import type { ModelSettings, ProviderSettings } from './settings.ts';

/** The settings that answer to a provider's name: those with this id, else the first of its type. */
export function findProviderSettings(
  { providers }: Pick<ModelSettings, 'providers'>,
  name: string,
): ProviderSettings | undefined {
  return (
    providers.find(({ id }) => id === name) ??
    providers.find(({ type }) => isSameProvider(type, name))
  );
}

/** The model that somebody chose to answer for this one here; the model itself when nobody did. */
export function mappedModel({ mappings = [] }: ModelSettings, ref: ModelRef): ModelRef {
  const mapping = mappings.find(
    ({ from }) => from.name === ref.name && isSameProvider(from.provider, ref.provider),
  );
  return mapping?.to ?? ref;
}

function isSameProvider(name: string, other: string): boolean {
  if (name === other) return true;
  const provider = findProvider(name);
  return provider !== null && provider === findProvider(other);
}
