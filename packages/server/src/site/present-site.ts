import type { SiteInfo } from '@outpost/contracts';
import type { Services } from '../services.ts';
import { titleOf, type Site } from './sites.ts';

/** What everybody with the address may see of a page. */
export async function presentSite(
  { files, store }: Pick<Services, 'files' | 'store'>,
  site: Site,
): Promise<SiteInfo> {
  const { app, settings } = site;
  const { icon } = settings;
  const uploadId =
    icon?.type === 'image'
      ? icon.fileId
      : icon === null && app.iconType === 'image'
        ? app.icon
        : '';
  // A picture that is gone is no reason to keep the page away.
  const upload = uploadId === '' ? null : await store.uploads.get(uploadId);
  const isOurs = upload?.workspaceId === app.workspaceId;
  return {
    mode: app.mode,
    published: app.currentVersionId !== null,
    access: settings.access,
    title: titleOf(site),
    description: settings.description === '' ? app.description : settings.description,
    icon: {
      emoji: icon?.type === 'emoji' ? icon.emoji : app.iconType === 'emoji' ? app.icon : '',
      url: upload && isOurs ? files.valueOf(upload, 'local_file').url : null,
      background: icon?.background ?? app.iconBackground,
    },
    accent: settings.accent,
    appearance: settings.appearance,
    language: settings.language,
    copyright: settings.copyright,
    privacyPolicy: settings.privacyPolicy,
    disclaimer: settings.disclaimer,
    placeholder: settings.placeholder,
    showSteps: settings.showSteps,
  };
}
