import { answer } from './answer.ts';
import { common } from './common.ts';
import { site } from './site.ts';

/** What a published page says: a small part of the studio's words. */
export const pageMessages = { ...answer, ...common, ...site } as const;
