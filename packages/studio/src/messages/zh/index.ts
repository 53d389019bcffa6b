import type { en } from '../en/index.ts';
import { canvas } from './canvas.ts';
import { common } from './common.ts';
import { editor } from './editor.ts';
import { shell } from './shell.ts';

export const zh: Record<keyof typeof en, string> = { ...canvas, ...common, ...editor, ...shell };
