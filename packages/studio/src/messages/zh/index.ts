import type { en } from '../en/index.ts';
import { common } from './common.ts';
import { shell } from './shell.ts';

export const zh: Record<keyof typeof en, string> = { ...common, ...shell };
