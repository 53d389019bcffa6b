import { z } from 'zod';

/**
 * One input of an app's form, as a page draws it: what app files say in several old and new ways,
 * in one form. Texts are as the app's maker wrote them.
 */
export const formField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['text', 'paragraph', 'select', 'number', 'checkbox', 'file', 'files', 'json']),
  required: z.boolean(),
  placeholder: z.string(),
  hint: z.string(),
  /** Characters of a text or files of a list; null = no limit of its own. */
  lengthMax: z.int().nullable(),
  /** For `select`. */
  options: z.array(z.string()),
  /** What the field holds before anybody types: a text, number or flag; null = nothing. */
  initial: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  /** For `file` and `files`. */
  accepts: z
    .object({
      types: z.array(z.string()),
      /** With their dot, in lower case; they count only when `types` has `custom`. */
      extensions: z.array(z.string()),
      /** Whether files of this device and addresses of other servers are taken. */
      local: z.boolean(),
      remote: z.boolean(),
    })
    .nullable(),
});
export type FormField = z.infer<typeof formField>;
