import { AppError } from '@outpost/contracts';
import { z } from 'zod';

/** A request's fields by their schema; throws `plugin_request_invalid` naming the field. */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
  { plugin, what }: { readonly plugin: string; readonly what: string },
): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new AppError('plugin_request_invalid', { details: { plugin, what, reason } });
}

export const record = z.record(z.string(), z.unknown());
/** Absent, null and empty are one. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
export const hexBytes = z
  .string()
  .regex(/^([0-9a-f]{2})*$/i, 'is not hexadecimal')
  .transform((hex) => Buffer.from(hex, 'hex'));
