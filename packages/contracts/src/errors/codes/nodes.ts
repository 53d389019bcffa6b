import type { ErrorCodeRow } from '../app-error.ts';

export const nodeCodes = {
  node_config_invalid: {
    category: 'invalid',
    en: 'The settings of node “{node}” are not valid: {reason} (at {path}).',
    zh: '节点“{node}”的设置无效：{reason}（位置 {path}）。',
  },
  node_failed: { category: 'invalid', en: '{reason}', zh: '{reason}' },
  node_unavailable: {
    category: 'invalid',
    en: 'Node “{node}” needs {need}, which this installation does not have yet.',
    zh: '节点“{node}”需要 {need}，当前安装尚不具备。',
  },
  variable_missing: {
    category: 'invalid',
    en: 'The variable {selector} does not exist at this point of the run.',
    zh: '运行到此处时变量 {selector} 不存在。',
  },
  variable_not_chosen: {
    category: 'invalid',
    en: 'The node has no variable to read. Choose one in its settings.',
    zh: '节点没有可读取的变量，请在设置中选择。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
