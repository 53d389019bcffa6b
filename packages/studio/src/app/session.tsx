import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import type { CallOutput, ConsoleClient } from '../api/console-client.ts';
import { isConsoleError } from '../api/console-error.ts';

export type Session = CallOutput<'currentSession'>;

/** Holds the cross-site token for the client, which exists before any component does. */
export function createSessionToken(): { get(): string | null; set(token: string | null): void } {
  let current: string | null = null;
  return {
    get: () => current,
    set: (token) => {
      current = token;
    },
  };
}

interface Console {
  readonly client: ConsoleClient;
  readonly token: ReturnType<typeof createSessionToken>;
  /** The installation's address with a slash at the end. */
  readonly base: URL;
}

const ConsoleContext = createContext<Console | null>(null);

export function ConsoleProvider({
  console,
  children,
}: {
  readonly console: Console;
  readonly children: ReactNode;
}) {
  return <ConsoleContext.Provider value={console}>{children}</ConsoleContext.Provider>;
}

export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (!value) throw new Error('useConsole needs a ConsoleProvider above it.');
  return value;
}

/** The typed way to the server: `const client = useClient(); await client.call('listApps')`. */
export function useClient(): ConsoleClient {
  return useConsole().client;
}

const sessionKey = ['session'] as const;

/** Who is signed in: null for nobody, undefined while it is asked. */
export function useSessionQuery() {
  const { client, token } = useConsole();
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        const session = await client.call('currentSession', { signal });
        token.set(session.csrfToken);
        return session;
      } catch (error) {
        if (isConsoleError(error) && error.code === 'sign_in_required') return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
  useEffect(() => token.set(query.data?.csrfToken ?? null), [query.data, token]);
  return query;
}

/** The session of a screen behind the sign-in. */
export function useSession(): Session {
  const { data } = useSessionQuery();
  if (!data) throw new Error('This screen is shown to people who are signed in only.');
  return data;
}

/** Takes over a session that was just made, or forgets the one there was. */
export function useSetSession(): (session: Session | null) => void {
  const queries = useQueryClient();
  const { token } = useConsole();
  return (session) => {
    token.set(session?.csrfToken ?? null);
    queries.setQueryData(sessionKey, session);
    // What one account saw is not shown to the next.
    if (session === null)
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  };
}
