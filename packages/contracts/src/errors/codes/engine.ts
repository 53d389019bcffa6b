import type { ErrorCodeRow } from '../app-error.ts';

export const engineCodes = {
  graph_invalid: {
    category: 'invalid',
    en: 'The graph cannot run: {reason}.',
    zh: '流程无法运行：{reason}。',
  },
  run_limit_reached: {
    category: 'limited',
    en: 'The run was ended: it reached the limit {limit} of {value}.',
    zh: '运行已结束：达到上限 {limit}（{value}）。',
  },
  run_log_invalid: {
    category: 'conflict',
    en: 'Run {runId} cannot go on: its stored events do not fit its graph ({reason}). Start it again.',
    zh: '运行 {runId} 无法继续：已保存的事件与流程不符（{reason}）。请重新运行。',
  },
  run_input_invalid: {
    category: 'invalid',
    en: 'The input “{name}” is not valid: {reason}.',
    zh: '输入项“{name}”无效：{reason}。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
