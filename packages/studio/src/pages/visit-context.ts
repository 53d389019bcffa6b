import type { SiteInfo, SiteParameters, SiteSession } from '@outpost/contracts';
import { createContext, useContext } from 'react';
import type { AddressValues } from './address-values.ts';
import type { NetworkState } from './follow-run.ts';
import type { SiteClient } from './site-client.ts';
import type { SiteFacts } from './site-facts.ts';

/** A visit that has begun: everything that the parts of a page share. */
export interface Visit {
  readonly client: SiteClient;
  readonly base: URL;
  readonly code: string;
  readonly kind: SiteFacts['kind'];
  readonly site: SiteInfo;
  readonly session: SiteSession;
  readonly parameters: SiteParameters;
  readonly address: AddressValues;
  readonly network: NetworkState;
}

const VisitContext = createContext<Visit | null>(null);

export const VisitProvider = VisitContext.Provider;

export function useVisit(): Visit {
  const visit = useContext(VisitContext);
  if (!visit) throw new Error('useVisit needs a VisitProvider above it.');
  return visit;
}
