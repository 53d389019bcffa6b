/**
 * Published pages by their code. Every request of a visitor asks, so what was found is kept for a
 * moment; a change in this process or another is signalled and forgets it at once.
 */
import { randomBytes } from 'node:crypto';
import {
  AppError,
  storedSiteSettings,
  type Clock,
  type SecretBox,
  type SiteSettingsPatch,
  type StoredSiteSettings,
} from '@outpost/contracts';
import type { App, Store } from '@outpost/store';
import { appChangedChannel } from '../apps/app-changes.ts';
import { hashPassword } from '../auth/passwords.ts';
import { newSiteCode } from '../auth/tokens.ts';
import { createLru } from '../lru.ts';

export interface Site {
  readonly app: App;
  readonly settings: StoredSiteSettings;
}

export interface SitesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly box: SecretBox;
}

export type Sites = ReturnType<typeof createSites>;

const keptMax = 2000;
/** How long a change may stay unseen when its signal is lost. */
const keptMs = 2000;
const codeLengthMax = 64;

export function createSites({ store, clock, box }: SitesOptions) {
  const known = createLru<string, { readonly site: Site | null; readonly until: number }>(keptMax);
  store.signals.subscribe(appChangedChannel, () => known.clear());

  async function look(code: string): Promise<Site | null> {
    const kept = known.get(code);
    if (kept && kept.until > clock.now()) return kept.site;
    const app = await store.apps.bySiteCode(code);
    const site = app && siteOf(app);
    known.set(code, { site, until: clock.now() + keptMs });
    return site;
  }

  async function save(app: App, settings: StoredSiteSettings, enabled?: boolean): Promise<App> {
    const changed = await store.apps.update(app.workspaceId, app.id, {
      siteSettings: settings,
      ...(enabled === undefined ? {} : { siteEnabled: enabled }),
    });
    await store.signals.publish(appChangedChannel, app.id);
    return changed;
  }

  return {
    /** Throws `site_missing` and `site_off`. */
    async find(code: string): Promise<Site> {
      const site = code.length > codeLengthMax ? null : await look(code);
      if (!site) throw new AppError('site_missing');
      const { app } = site;
      if (!app.siteEnabled || app.status !== 'normal')
        throw new AppError('site_off', { details: { app: titleOf(site) } });
      return site;
    },

    /** The site of a code whether it is on or not; null when there is none. */
    look,

    /** Throws `site_password_unset` and `site_secret_unset` for an access that nobody could use. */
    async change(app: App, { enabled, ...patch }: SiteSettingsPatch): Promise<App> {
      const { settings } = siteOf(app);
      const given = Object.fromEntries(
        Object.entries(patch).filter(([, value]) => value !== undefined),
      );
      const next = { ...settings, ...given };
      if (next.access === 'password' && next.passwordHash === null)
        throw new AppError('site_password_unset');
      if (next.access === 'identity' && next.identitySecretSealed === null)
        throw new AppError('site_secret_unset');
      const isOther = next.access !== settings.access;
      return save(app, isOther ? nextGeneration(next) : next, enabled);
    },

    async renewCode(app: App): Promise<App> {
      const changed = await store.apps.update(app.workspaceId, app.id, { siteCode: newSiteCode() });
      await store.signals.publish(appChangedChannel, app.id);
      return changed;
    },

    async setPassword(app: App, password: string): Promise<App> {
      const passwordHash = await hashPassword(password);
      return save(app, nextGeneration({ ...siteOf(app).settings, passwordHash }));
    },

    /** The new secret; sessions of the old one end. */
    async renewSecret(app: App): Promise<string> {
      const secret = randomBytes(32).toString('base64url');
      const identitySecretSealed = box.encrypt(secret);
      await save(app, nextGeneration({ ...siteOf(app).settings, identitySecretSealed }));
      return secret;
    },

    /** Null when none was ever made. */
    identitySecretOf: ({ settings }: Site): string | null =>
      settings.identitySecretSealed === null ? null : box.decrypt(settings.identitySecretSealed),
  };
}

export function siteOf(app: App): Site {
  return { app, settings: storedSiteSettings.parse(app.siteSettings) };
}

export function titleOf({ app, settings }: Site): string {
  return settings.title === '' ? app.name : settings.title;
}

function nextGeneration(settings: StoredSiteSettings): StoredSiteSettings {
  return { ...settings, generation: settings.generation + 1 };
}
