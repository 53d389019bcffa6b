import { selectorsInTemplate, type Selector } from '@outpost/contracts';
import { z } from 'zod';
import { createPlaceholder } from '../placeholder/create-placeholder.ts';
import { lenientList, lenientSelector, lenientText } from '../placeholder/lenient-fields.ts';
import { humanInputManifest } from './manifest.ts';

const formInput = z.object({
  type: lenientText,
  output_variable_name: z.string(),
  default: z
    .object({ type: lenientText, selector: lenientSelector, value: z.unknown().optional() })
    .nullish()
    .catch(null),
});

const outputTypes: Readonly<Record<string, string>> = { file: 'file', 'file-list': 'array[file]' };

/** Spec/dsl.md 3.19. */
export const humanInput = createPlaceholder({
  type: 'human-input',
  traits: { branch: true },
  manifest: humanInputManifest,
  schema: z.object({
    form_content: lenientText,
    inputs: lenientList(formInput),
    user_actions: lenientList(z.object({ id: z.string() })),
  }),
  need: () => ({ en: 'forms for people', zh: '人工表单功能' }),
  references: ({ form_content: content, inputs }) => [
    ...selectorsInTemplate(content),
    ...inputs.flatMap((input): readonly Selector[] =>
      input.default?.type === 'variable' ? [input.default.selector] : [],
    ),
  ],
  outputs: ({ inputs }) => ({
    ...Object.fromEntries(
      inputs.map(({ type, output_variable_name: name }) => [name, outputTypes[type] ?? 'string']),
    ),
    __action_id: 'string',
    __action_value: 'string',
    __rendered_content: 'string',
  }),
  handles: (config) => [...config.user_actions.map(({ id }) => id), '__timeout'],
});
