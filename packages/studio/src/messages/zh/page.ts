import { answer } from './answer.ts';
import { common } from './common.ts';
import { site } from './site.ts';

export const pageMessages = { ...answer, ...common, ...site } as const;
