import { AppError, type NodeSource } from '@outpost/contracts';
import type { z } from 'zod';

/**
 * A node's settings by its schema; throws `node_config_invalid` with the path of the first fault.
 * Unknown keys are left out of the result: the graph keeps them.
 */
export function parseFields<Schema extends z.ZodType>(
  schema: Schema,
  source: NodeSource,
): z.output<Schema> {
  const result = schema.safeParse(source.config);
  if (result.success) return result.data;
  const [issue] = result.error.issues.map((found) => deepestIssue(found, []));
  throw new AppError('node_config_invalid', {
    details: {
      node: source.title || source.id,
      reason: issue?.message ?? 'they cannot be read',
      path: issue?.path.join('.') || 'config',
    },
  });
}

interface Fault {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

// A union says only “invalid input”; the alternative that got furthest says where and why.
function deepestIssue(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): Fault {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return { message: issue.message, path };
  const faults = issue.errors.flat().map((inner) => deepestIssue(inner, path));
  return faults.reduce((best, fault) => (fault.path.length > best.path.length ? fault : best), {
    message: issue.message,
    path,
  });
}
