import { apps } from './apps.ts';
import { canvas } from './canvas.ts';
import { common } from './common.ts';
import { editor } from './editor.ts';
import { models } from './models.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { lab } from './lab.ts';
import { forms } from './forms.ts';
import { nodeForms } from './node-forms.ts';
import { shell } from './shell.ts';
import { tests } from './tests.ts';

/** Every message of the studio in English; the keys are those of all languages. */
export const en = {
  ...apps,
  ...canvas,
  ...common,
  ...editor,
  ...models,
  ...run,
  ...runs,
  ...lab,
  ...forms,
  ...nodeForms,
  ...shell,
  ...tests,
} as const;
