import { assistant } from './assistant.ts';
import { emailReply, minutes, tutor } from './classic-templates.ts';
import { formFilling } from './form-filling.ts';
import { helpDesk } from './help-desk.ts';
import { longText } from './long-text.ts';
import { polishing } from './polishing.ts';
import { reception } from './reception.ts';
import { serviceWatch } from './service-watch.ts';
import { summary } from './summary.ts';
import { tableCheck } from './table-check.ts';
import type { Template } from './template.ts';
import { translation } from './translation.ts';

/** Every template, in the order in which they are offered. */
export const templates: readonly Template[] = [
  assistant,
  summary,
  helpDesk,
  translation,
  formFilling,
  longText,
  polishing,
  reception,
  tableCheck,
  serviceWatch,
  tutor,
  emailReply,
  minutes,
];
