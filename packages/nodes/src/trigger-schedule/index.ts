import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { triggerScheduleManifest } from './manifest.ts';

/** Spec/dsl.md 3.20. */
export const triggerSchedule = createPlaceholder({
  type: 'trigger-schedule',
  traits: { root: true },
  manifest: triggerScheduleManifest,
  schema: z.object({}),
  need: () => ({ en: 'schedule triggers', zh: '定时触发器功能' }),
  references: () => [],
  outputs: () => ({}),
});
