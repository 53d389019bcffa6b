import { AppError, type NodeSource } from '@outpost/contracts';
import type { z } from 'zod';
import chinese from 'zod/v4/locales/zh-CN.js';

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
  const [fault] = faultsIn(result.error);
  // Told in both languages: the same fault again, in the words of the other one.
  const told = schema.safeParse(source.config, { error: inChinese });
  const [faultInChinese] = told.success ? [] : faultsIn(told.error);
  throw new AppError('node_config_invalid', {
    details: {
      node: source.title || source.id,
      reason: {
        en: fault?.message ?? 'they cannot be read',
        zh: faultInChinese?.message ?? '无法读取',
      },
      path: fault?.path.join('.') || 'config',
    },
  });
}

const inChinese = chinese().localeError;

function faultsIn({ issues }: z.core.$ZodError): readonly Fault[] {
  return issues.map((found) => deepestIssue(found, []));
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
