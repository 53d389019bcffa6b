/**
 * Who visits a published page. A visitor is an end user of the app: a stranger whom only the token
 * in the browser tells from others, or somebody whom another site has signed in.
 */
import { AppError, type Clock } from '@outpost/contracts';
import type { EndUser, Store } from '@outpost/store';
import { isPassword } from '../auth/passwords.ts';
import { newToken } from '../auth/tokens.ts';
import { createLru } from '../lru.ts';
import { readIdentityToken } from './identity-token.ts';
import type { Site, Sites } from './sites.ts';
import { readVisitorToken, writeVisitorToken, type VisitorPass } from './visitor-token.ts';

export interface VisitorsOptions {
  readonly store: Store;
  readonly sites: Sites;
  readonly clock: Clock;
  /** Signs the tokens of visitors. */
  readonly signingKey: string;
}

export interface Entrance {
  readonly password?: string | undefined;
  readonly identity?: string | undefined;
  readonly user?: string | undefined;
  /** The `Authorization` header: an earlier token keeps its visitor. */
  readonly authorization: string | null;
}

export interface OpenedVisit {
  readonly token: string;
  readonly expiresAt: number;
  readonly endUser: EndUser;
}

export type Visitors = ReturnType<typeof createVisitors>;

const strangerMs = 180 * 24 * 3_600_000;
/** Whoever was signed in elsewhere comes back with a new signature on the next day. */
const signedInMs = 12 * 3_600_000;
const keptMax = 10_000;

export function createVisitors({ store, sites, clock, signingKey }: VisitorsOptions) {
  const known = createLru<string, EndUser>(keptMax);

  async function endUserOf(pass: VisitorPass): Promise<EndUser | null> {
    const kept = known.get(pass.endUserId);
    if (kept) return kept;
    const endUser = await store.endUsers.get(pass.endUserId);
    if (endUser?.appId !== pass.appId) return null;
    known.set(endUser.id, endUser);
    return endUser;
  }

  function passIn(site: Site, authorization: string | null): VisitorPass | null {
    const token = /^bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    const pass = token === undefined ? null : readVisitorToken(token, signingKey);
    return pass?.appId === site.app.id ? pass : null;
  }

  const open = (site: Site, endUser: EndUser, forMs: number): OpenedVisit => {
    const expiresAt = clock.now() + forMs;
    const { generation } = site.settings;
    const pass = { appId: site.app.id, endUserId: endUser.id, generation, expiresAt };
    return { token: writeVisitorToken(pass, signingKey), expiresAt, endUser };
  };

  /** Somebody known by the other site's signature only. */
  async function signedIn(site: Site, token: string | undefined): Promise<EndUser> {
    const secret = sites.identitySecretOf(site);
    if (token === undefined || secret === null)
      throw new AppError('site_identity_invalid', {
        details: {
          reason: {
            en: 'open it from the site that you are signed in to',
            zh: '请从您已登录的站点打开',
          },
        },
      });
    const { app } = site;
    const { subject, name } = readIdentityToken(token, {
      secret,
      code: app.siteCode,
      nowMs: clock.now(),
    });
    return store.endUsers.findOrCreate({
      workspaceId: app.workspaceId,
      appId: app.id,
      type: 'web-app',
      externalUserId: subject,
      // Strangers' sessions are random and have no prefix: nobody can come by this one unsigned.
      sessionId: `signed:${subject}`,
      name,
      isAnonymous: false,
    });
  }

  /** The one of the earlier token, or a new one. */
  async function stranger(site: Site, { user, authorization }: Entrance): Promise<EndUser> {
    const { app } = site;
    const told = user?.trim() || null;
    const earlier = passIn(site, authorization);
    const before = earlier && (await endUserOf(earlier));
    // A named visitor of this browser is another one: their conversations must not mix. Nobody
    // comes by a name alone to what somebody of that name wrote elsewhere.
    if (before && !before.sessionId.startsWith('signed:') && before.externalUserId === told)
      return before;
    return store.endUsers.findOrCreate({
      workspaceId: app.workspaceId,
      appId: app.id,
      type: 'web-app',
      externalUserId: told,
      sessionId: newToken(),
      name: null,
      isAnonymous: told === null,
    });
  }

  return {
    /** Throws `site_password_wrong` and `site_identity_invalid`. */
    async enter(site: Site, entrance: Entrance): Promise<OpenedVisit> {
      const { access, passwordHash } = site.settings;
      if (access === 'identity')
        return open(site, await signedIn(site, entrance.identity), signedInMs);
      if (access === 'password') {
        const { password = '' } = entrance;
        const earlier = passIn(site, entrance.authorization);
        const isInside = earlier !== null && isValid(site, earlier, clock.now());
        const mayEnter =
          password === ''
            ? isInside
            : passwordHash !== null && (await isPassword(password, passwordHash));
        if (!mayEnter) throw new AppError('site_password_wrong');
      }
      return open(site, await stranger(site, entrance), strangerMs);
    },

    /** The visitor of a request; throws `site_session_missing`. */
    async visitorOf(site: Site, authorization: string | null): Promise<EndUser> {
      const pass = passIn(site, authorization);
      const endUser = pass && isValid(site, pass, clock.now()) ? await endUserOf(pass) : null;
      if (!endUser) throw new AppError('site_session_missing');
      return endUser;
    },
  };
}

function isValid(site: Site, pass: VisitorPass, now: number): boolean {
  return pass.generation === site.settings.generation && pass.expiresAt > now;
}
