import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientRecord, lenientText } from '../placeholder/lenient-fields.ts';
import { schemaOutputs, schemaShapes } from '../placeholder/schema-outputs.ts';
import { triggerPluginManifest } from './manifest.ts';

/** Spec/dsl.md 3.20. */
export const triggerPlugin = createPlaceholder({
  type: 'trigger-plugin',
  traits: { root: true },
  manifest: triggerPluginManifest,
  schema: z.object({
    plugin_id: lenientText,
    event_name: lenientText,
    output_schema: lenientRecord,
  }),
  need: ({ plugin_id: plugin, event_name: event }) => ({
    en: `the event “${event}” of the plugin ${plugin}`,
    zh: `插件 ${plugin} 的事件“${event}”`,
  }),
  references: () => [],
  shapes: (config) => schemaShapes(config.output_schema),
  outputs: (config) => schemaOutputs(config.output_schema),
});
