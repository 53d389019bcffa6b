/** What the published page of an app looks like and whom it lets in. */
import { z } from 'zod';

export const siteAccess = z.enum(['open', 'password', 'identity']);
/** `open` = everybody with the address; `password` = one for all; `identity` = a token that another site signs. */
export type SiteAccess = z.infer<typeof siteAccess>;

const line = (lengthMax: number) => z.string().trim().max(lengthMax);
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must look like #1f6feb');

/** An origin that may show the page in a frame: `https://intranet.example`, `http://*.example:8080`. */
const frameOrigin = z
  .string()
  .max(200)
  .regex(
    /^https?:\/\/(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:(\d{1,5}|\*))?$/,
    'must look like https://intranet.example',
  );

const siteIcon = z.discriminatedUnion('type', [
  z.object({ type: z.literal('emoji'), emoji: line(20), background: line(40) }),
  /** An uploaded picture. */
  z.object({ type: z.literal('image'), fileId: z.uuid(), background: line(40) }),
]);

const fields = {
  /** Empty = the app's name and description. */
  title: line(100),
  description: line(2000),
  /** Null = the app's icon. */
  icon: siteIcon.nullable(),
  /** The colour of buttons and links; null = the product's. */
  accent: colour.nullable(),
  appearance: z.enum(['auto', 'light', 'dark']),
  /** `auto` = what the visitor's browser asks for. */
  language: z.enum(['auto', 'en', 'zh']),
  copyright: line(200),
  /** An address, or the text itself. */
  privacyPolicy: line(5000),
  disclaimer: line(2000),
  placeholder: line(200),
  showSteps: z.boolean(),
  access: siteAccess,
  /** Who may show the page in a frame. */
  framing: z.discriminatedUnion('by', [
    z.object({ by: z.literal('anybody') }),
    z.object({ by: z.literal('nobody') }),
    z.object({ by: z.literal('origins'), origins: z.array(frameOrigin).min(1).max(50) }),
  ]),
} as const;

/** What a maker may change; absent fields stay. */
export const siteSettingsPatch = z.strictObject({ enabled: z.boolean(), ...fields }).partial();
export type SiteSettingsPatch = z.infer<typeof siteSettingsPatch>;

/** As it is stored; what an older version did not write has its default. */
export const storedSiteSettings = z.object({
  title: fields.title.catch(''),
  description: fields.description.catch(''),
  icon: fields.icon.catch(null),
  accent: fields.accent.catch(null),
  appearance: fields.appearance.catch('auto'),
  language: fields.language.catch('auto'),
  copyright: fields.copyright.catch(''),
  privacyPolicy: fields.privacyPolicy.catch(''),
  disclaimer: fields.disclaimer.catch(''),
  placeholder: fields.placeholder.catch(''),
  showSteps: fields.showSteps.catch(true),
  // A page whose stored access cannot be read must not open: nobody has a token for it.
  access: siteAccess.default('open').catch('identity'),
  framing: fields.framing.catch({ by: 'anybody' }),
  passwordHash: z.string().nullable().catch(null),
  identitySecretSealed: z.string().nullable().catch(null),
  /** Sessions of an earlier generation have ended. */
  generation: z.int().catch(0),
});
export type StoredSiteSettings = z.infer<typeof storedSiteSettings>;

/** What the studio shows of it. */
export const siteSettings = z.object({
  code: z.string(),
  enabled: z.boolean(),
  ...fields,
  hasPassword: z.boolean(),
  hasIdentitySecret: z.boolean(),
});
