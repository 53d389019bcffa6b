import { z } from 'zod';

export const modelRef = z.object({
  provider: z.string().min(1).max(200),
  name: z.string().min(1).max(300),
});

/** Another model, parameters or prompt for the models that a draft calls. */
export const modelOverride = z.strictObject({
  model: modelRef.optional(),
  /** Free parameters as app files name them; they replace those of the app. */
  parameters: z.record(z.string(), z.unknown()).optional(),
  /** Replaces the instruction of classic apps. */
  prompt: z.string().max(200_000).optional(),
});
export type ModelOverride = z.infer<typeof modelOverride>;
