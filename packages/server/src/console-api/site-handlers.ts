import type { App } from '@outpost/store';
import type { ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { siteOf } from '../site/sites.ts';
import { signedInOf } from './account-handlers.ts';

type Names =
  | 'readSiteSettings'
  | 'updateSiteSettings'
  | 'renewSiteCode'
  | 'setSitePassword'
  | 'renewSiteSecret';

/** The published page as its makers set it up. */
export function siteSettingsHandlers({ apps, sites }: Services): Pick<ConsoleHandlers, Names> {
  const find = (call: Parameters<typeof signedInOf>[0], appId: string): Promise<App> =>
    apps.find(signedInOf(call).workspaceId, appId);
  return {
    readSiteSettings: async (call, { params }) => settingsOf(await find(call, params.appId)),
    updateSiteSettings: async (call, { params, body }) =>
      settingsOf(await sites.change(await find(call, params.appId), body)),
    renewSiteCode: async (call, { params }) =>
      settingsOf(await sites.renewCode(await find(call, params.appId))),
    setSitePassword: async (call, { params, body }) =>
      settingsOf(await sites.setPassword(await find(call, params.appId), body.password)),
    renewSiteSecret: async (call, { params }) => ({
      secret: await sites.renewSecret(await find(call, params.appId)),
    }),
  };
}

/** The hash, the secret and the count of generations stay here. */
function settingsOf(app: App) {
  const {
    passwordHash,
    identitySecretSealed,
    generation: _generation,
    ...shown
  } = siteOf(app).settings;
  return {
    ...shown,
    code: app.siteCode,
    enabled: app.siteEnabled,
    hasPassword: passwordHash !== null,
    hasIdentitySecret: identitySecretSealed !== null,
  };
}
