import { AppError, messageOf, NodeFailure, type StepError } from '@outpost/contracts';
import type { RunLimits } from '../state/run-state.ts';

/** What people and fail branches read of anything that a node threw. */
export function stepErrorFrom(thrown: unknown): StepError {
  if (thrown instanceof NodeFailure) return thrown.error;
  if (thrown instanceof AppError)
    return { message: thrown.message, type: typeName(thrown.code), code: thrown.code };
  const type = thrown instanceof Error && thrown.name !== '' ? thrown.name : 'Error';
  return { message: messageOf(thrown), type };
}

/** How a run that reached one of its limits ends. */
export function limitError(limit: 'stepsMax' | 'timeoutMs' | 'depthMax', value: number): StepError {
  const { en, zh } = units[limit];
  const details = { limit, value: { en: `${value} ${en}`, zh: `${value} ${zh}` } };
  return stepErrorFrom(new AppError('run_limit_reached', { details }));
}

const units = {
  stepsMax: { en: 'steps', zh: '步' },
  timeoutMs: { en: 'ms', zh: '毫秒' },
  depthMax: { en: 'apps inside each other', zh: '层应用嵌套' },
} as const satisfies Partial<Record<keyof RunLimits, { readonly en: string; readonly zh: string }>>;

/** `model_rate_limited` as `ModelRateLimited`: names of types are what app files compare with. */
function typeName(code: string): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
