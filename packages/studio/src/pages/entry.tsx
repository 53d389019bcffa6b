import type { SiteInfo, SiteParameters, SiteSession } from '@outpost/contracts';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { isConsoleError } from '../api/console-error.ts';
import { useText } from '../text/text-context.tsx';
import { readAddressValues, type AddressValues } from './address-values.ts';
import { tellParentReady } from './embedding.ts';
import { createNetworkState } from './follow-run.ts';
import { Notice } from './parts/notice-screen.tsx';
import { PasswordScreen } from './parts/password-screen.tsx';
import { connectSite, type Entrance } from './site-client.ts';
import type { SiteFacts } from './site-facts.ts';
import { useErrorWords } from './use-error-words.ts';
import { VisitProvider, type Visit } from './visit-context.ts';

// Each kind of page is a chunk of its own: nobody loads both.
const ChatPage = lazy(async () => ({ default: (await import('./chat/chat-page.tsx')).ChatPage }));
const FormPage = lazy(async () => ({ default: (await import('./form/form-page.tsx')).FormPage }));

interface EntryProps {
  readonly facts: SiteFacts;
  readonly base: URL;
}

/** The page itself, or why it cannot be shown. */
export function Entry({ facts, base }: EntryProps) {
  const text = useText();
  const { site, error } = facts;
  useEffect(() => tellParentReady(), []);
  if (!site) return <Notice title={text('site.closed')}>{error?.message}</Notice>;
  if (!site.published) return <Notice title={text('site.soon')}>{text('site.soonWords')}</Notice>;
  return <Door facts={facts} site={site} base={base} />;
}

type State =
  | { readonly step: 'entering' }
  | { readonly step: 'password'; readonly words: string }
  | { readonly step: 'refused'; readonly error: unknown }
  | {
      readonly step: 'inside';
      readonly session: SiteSession;
      readonly parameters: SiteParameters;
      readonly address: AddressValues;
    };

function Door({ facts, site, base }: EntryProps & { readonly site: SiteInfo }) {
  const text = useText();
  const words = useErrorWords();
  const [state, setState] = useState<State>({ step: 'entering' });
  const [ended, setEnded] = useState(0);
  const connection = useMemo(
    () => connectSite({ base, code: facts.code, onEnded: () => setEnded((count) => count + 1) }),
    [base, facts.code],
  );
  const enter = useCallback(
    async (password?: string): Promise<void> => {
      // Nobody is let in without a word: the first question need not be asked.
      if (site.access === 'password' && password === undefined && !connection.isKnown())
        return setState({ step: 'password', words: '' });
      try {
        const address = await readAddressValues(location.search, location.hash);
        forgetIdentity();
        const session = await connection.enter(entranceOf(address, password));
        const parameters = await connection.client.call('readParameters');
        setState({ step: 'inside', session, parameters, address });
      } catch (error) {
        const isPassword = isConsoleError(error) && error.code === 'site_password_wrong';
        if (isPassword || password !== undefined)
          setState({ step: 'password', words: password === undefined ? '' : words(error) });
        else setState({ step: 'refused', error });
      }
    },
    [connection, site.access, words],
  );
  // Again when the server no longer takes the visit: a new password, a day that is over.
  useEffect(() => void enter(), [enter, ended]);
  const visit = useMemo((): Visit | null => {
    if (state.step !== 'inside') return null;
    const { session, parameters, address } = state;
    const { code, kind } = facts;
    const { client } = connection;
    const network = createNetworkState();
    return { client, base, code, kind, site, session, parameters, address, network };
  }, [state, connection, facts, base, site]);

  if (state.step === 'password')
    return <PasswordScreen site={site} base={base} fault={state.words} onEnter={enter} />;
  if (state.step === 'refused')
    return (
      <Notice
        title={text(site.access === 'identity' ? 'site.signedOut' : 'common.notShown')}
        onRetry={site.access === 'identity' ? undefined : () => void enter()}
      >
        {site.access === 'identity' ? text('site.identityWords') : words(state.error)}
      </Notice>
    );
  if (!visit) return null;
  const Page = facts.kind === 'chat' || facts.kind === 'chatbot' ? ChatPage : FormPage;
  return (
    <VisitProvider value={visit}>
      <Suspense fallback={null}>
        <Page />
      </Suspense>
    </VisitProvider>
  );
}

function entranceOf({ identity, userId }: AddressValues, password: string | undefined): Entrance {
  return {
    ...(password === undefined ? {} : { password }),
    ...(identity === null && keptIdentity === null
      ? {}
      : { identity: identity ?? keptIdentity ?? '' }),
    ...(userId === null ? {} : { user: userId }),
  };
}

/** Of the address, which does not keep it: nobody shall copy it with the link. */
let keptIdentity: string | null = null;

function forgetIdentity(): void {
  const identity = new URLSearchParams(location.hash.slice(1)).get('identity');
  if (identity === null) return;
  keptIdentity = identity;
  history.replaceState(null, '', location.pathname + location.search);
}
