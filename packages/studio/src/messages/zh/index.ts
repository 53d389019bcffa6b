import type { en } from '../en/index.ts';
import { answer } from './answer.ts';
import { apps } from './apps.ts';
import { canvas } from './canvas.ts';
import { common } from './common.ts';
import { editor } from './editor.ts';
import { forms } from './forms.ts';
import { lab } from './lab.ts';
import { models } from './models.ts';
import { nodeForms } from './node-forms.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { shell } from './shell.ts';
import { site } from './site.ts';
import { tests } from './tests.ts';

export const zh: Record<keyof typeof en, string> = {
  ...answer,
  ...apps,
  ...canvas,
  ...common,
  ...editor,
  ...forms,
  ...lab,
  ...models,
  ...nodeForms,
  ...run,
  ...runs,
  ...shell,
  ...site,
  ...tests,
};
