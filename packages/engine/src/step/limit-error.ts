import { AppError, stepErrorFrom, type StepError } from '@outpost/contracts';
import type { RunLimits } from '../state/run-state.ts';

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
