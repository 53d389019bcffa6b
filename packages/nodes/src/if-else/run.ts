import type { NodeContext, NodeResult, Values } from '@outpost/contracts';
import { evaluateConditions } from '../conditions/evaluate-conditions.ts';
import type { IfElseConfig } from './config.ts';

const elseHandle = 'false';

/** Leaves by the first case that holds, else by `false`. */
export function runIfElse({ variables }: NodeContext, { cases }: IfElseConfig): NodeResult {
  const asked: Values[] = [];
  for (const { id, operator, conditions } of cases) {
    const { holds, made } = evaluateConditions(conditions, operator, variables);
    asked.push({ case_id: id, result: holds, conditions: made });
    if (holds) return leave(id, asked);
  }
  return leave(elseHandle, asked);
}

function leave(handle: string, asked: readonly Values[]): NodeResult {
  return {
    handle,
    inputs: { conditions: asked.flatMap((one) => one['conditions'] ?? []) },
    processData: { condition_results: asked },
    outputs: { result: handle !== elseHandle, selected_case_id: handle },
  };
}
