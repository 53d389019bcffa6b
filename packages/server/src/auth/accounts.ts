/**
 * Who may use the console: the first account through a one-time link, sign-in with a name and a
 * password, sessions in a cookie, and the local token by which the command line on the same
 * machine acts for the owner.
 */
import { AppError, type Clock, type Language } from '@outpost/contracts';
import type { Store } from '@outpost/store';
import type { ClientFacts } from '../http/client-facts.ts';
import type { SignedIn } from '../http/console-router.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { hashToken, isSameText, newToken } from './tokens.ts';

export interface AccountsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Shared with the command line through a file that only the owner of the process can read. */
  readonly localToken: string;
}

export interface NewOwner {
  readonly token: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly password: string;
  readonly language: Language;
}

/** A session as the browser gets it: the cookie's value exists only here. */
export interface OpenedSession {
  readonly signedIn: SignedIn;
  readonly cookie: string;
}

const cookieName = 'outpost_session';
const sessionMs = 30 * 24 * 3_600_000;
/** A session in use is prolonged at most this often. */
const touchMs = 3_600_000;
const claimKey = 'owner-claim';
/** Compared against when the name is unknown, so that the answer takes as long. No password has this key. */
const decoy = `scrypt.32768.${'A'.repeat(22)}.${'A'.repeat(43)}`;

export type Accounts = ReturnType<typeof createAccounts>;

export function createAccounts({ store, clock, localToken }: AccountsOptions) {
  async function open(
    accountId: string,
    client: ClientFacts,
    userAgent: string,
  ): Promise<OpenedSession> {
    const token = newToken();
    const session = await store.sessions.create({
      accountId,
      tokenHash: hashToken(token),
      csrfToken: newToken(),
      address: client.address,
      userAgent: userAgent.slice(0, 300),
      expiresAt: clock.now() + sessionMs,
    });
    const place = await homeOf(store, accountId);
    await store.accounts.update(accountId, { lastSignInAt: clock.now() });
    return {
      signedIn: { ...place, sessionId: session.id, accountId, csrfToken: session.csrfToken },
      cookie: cookieText(token, sessionMs / 1000, client),
    };
  }

  return {
    /** Whether somebody can sign in. */
    async isSetUp(): Promise<boolean> {
      const owner = await findOwner(store);
      return owner !== null && owner.passwordHash !== null;
    },

    /** Makes a new one-time token; null when setup is complete. Earlier tokens end. */
    async beginSetUp(): Promise<string | null> {
      const owner = await findOwner(store);
      if (owner && owner.passwordHash !== null) return null;
      const token = newToken();
      if (owner) await store.settings.set('', claimKey, hashToken(token));
      else await store.setup.begin(hashToken(token));
      return token;
    },

    /** Uses the one-time token up; throws `setup_refused` when it is wrong or was used. */
    async setUp(owner: NewOwner, client: ClientFacts, userAgent: string): Promise<OpenedSession> {
      const account = {
        name: owner.name,
        email: owner.email ?? owner.name,
        passwordHash: await hashPassword(owner.password),
        language: owner.language,
      };
      const existing = await findOwner(store);
      if (!existing) {
        const made = await completeSetUp(store, hashToken(owner.token), account);
        return open(made.account.id, client, userAgent);
      }
      const claim = await store.settings.get('', claimKey);
      const isClaim = typeof claim === 'string' && isSameText(claim, hashToken(owner.token));
      if (existing.passwordHash !== null || !isClaim) throw new AppError('setup_refused');
      await store.settings.remove('', claimKey);
      await store.accounts.update(existing.id, account);
      return open(existing.id, client, userAgent);
    },

    /** Throws `sign_in_failed`, the same for an unknown name and a wrong password. */
    async signIn(
      name: string,
      password: string,
      client: ClientFacts,
      userAgent: string,
    ): Promise<OpenedSession> {
      const account = await store.accounts.byEmail(name);
      const usable =
        account !== null && account.status === 'active' && account.passwordHash !== null;
      const right = await isPassword(password, usable ? (account.passwordHash ?? decoy) : decoy);
      if (!usable || !right) throw new AppError('sign_in_failed');
      return open(account.id, client, userAgent);
    },

    async signOut(sessionId: string, client: ClientFacts): Promise<string> {
      await store.sessions.remove(sessionId);
      return cookieText('', 0, client);
    },

    /** The session of a request: by cookie, or by the local token of the command line. */
    async find(request: Request): Promise<SignedIn | null> {
      const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
      if (bearer !== undefined) return isSameText(bearer, localToken) ? actAsOwner(store) : null;
      const token = readCookie(request.headers.get('cookie') ?? '', cookieName);
      if (token === null) return null;
      const session = await store.sessions.byTokenHash(hashToken(token));
      if (!session) return null;
      const account = await store.accounts.get(session.accountId);
      if (account?.status !== 'active') return null;
      if (clock.now() - session.lastSeenAt > touchMs)
        await store.sessions.touch(session.id, { expiresAt: clock.now() + sessionMs });
      const place = await homeOf(store, session.accountId);
      return {
        ...place,
        sessionId: session.id,
        accountId: account.id,
        csrfToken: session.csrfToken,
      };
    },
  };
}

/** The command line acts for the owner; on a new installation it makes one, who chooses a password later. */
async function actAsOwner(store: Store): Promise<SignedIn> {
  const owner = (await findOwner(store)) ?? (await makeOwner(store));
  const place = await homeOf(store, owner.id);
  return { ...place, sessionId: '', accountId: owner.id, csrfToken: 'local' };
}

async function makeOwner(store: Store) {
  const tokenHash = hashToken(newToken());
  await store.setup.begin(tokenHash);
  const account = { name: 'Owner', email: 'owner', passwordHash: null, language: 'en' as const };
  return (await completeSetUp(store, tokenHash, account)).account;
}

async function completeSetUp(
  store: Store,
  tokenHash: string,
  account: Parameters<Store['setup']['complete']>[0]['account'],
) {
  try {
    return await store.setup.complete({ tokenHash, account, workspaceName: 'Outpost' });
  } catch (error) {
    if (error instanceof AppError && error.code === 'record_conflict')
      throw new AppError('setup_refused', { cause: error });
    throw error;
  }
}

async function findOwner(store: Store) {
  const [workspace] = await store.workspaces.list();
  if (!workspace) return null;
  const members = await store.members.list(workspace.id);
  return members.find(({ role }) => role === 'owner')?.account ?? null;
}

async function homeOf(store: Store, accountId: string) {
  const [home] = await store.members.workspacesOf(accountId);
  if (!home) throw new AppError('permission_denied', { details: { permission: 'a workspace' } });
  return { workspaceId: home.workspace.id, role: home.role };
}

function cookieText(value: string, maxAgeSeconds: number, client: ClientFacts): string {
  // Lax: other sites cannot post with it. `Secure` only where the connection is: behind a gateway
  // that ends TLS and does not say so, a secure cookie would never come back.
  const secure = client.scheme === 'https' ? '; Secure' : '';
  return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=') || null;
  }
  return null;
}
