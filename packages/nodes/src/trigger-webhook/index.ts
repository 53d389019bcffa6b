import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientList, lenientText } from '../placeholder/lenient-fields.ts';
import { triggerWebhookManifest } from './manifest.ts';

const field = z.object({ name: z.string(), type: lenientText });

/** Spec/dsl.md 3.20. */
export const triggerWebhook = createPlaceholder({
  type: 'trigger-webhook',
  traits: { root: true },
  manifest: triggerWebhookManifest,
  schema: z.object({
    headers: lenientList(field),
    params: lenientList(field),
    body: lenientList(field),
  }),
  need: () => ({ en: 'webhook triggers', zh: 'Webhook 触发器功能' }),
  references: () => [],
  outputs: ({ headers, params, body }) => ({
    ...Object.fromEntries(
      headers.map(({ name, type }) => [name.replaceAll('-', '_'), type || 'string']),
    ),
    ...Object.fromEntries([...params, ...body].map(({ name, type }) => [name, type || 'string'])),
    _webhook_raw: 'object',
  }),
});
