import type { ErrorCodeRow } from '../app-error.ts';

export const draftCodes = {
  draft_conflict: {
    category: 'conflict',
    en: 'Somebody else changed the same places of the draft ({count}). Choose whose version to keep, then save again.',
    zh: '他人修改了草稿中的相同位置（{count} 处）。请选择保留哪一方的内容，然后重新保存。',
  },
  node_inputs_missing: {
    category: 'invalid',
    en: 'The node “{node}” needs values that are not known yet: {names}. Run the app once, or give them.',
    zh: '节点“{node}”缺少以下变量的值：{names}。请先运行一次应用，或直接填写。',
  },
  draft_value_invalid: {
    category: 'invalid',
    en: 'The variable {selector} must be of the type {expected}; what was given is {found}.',
    zh: '变量 {selector} 的类型应为 {expected}，而给定的值是 {found}。',
  },
  debug_option_invalid: {
    category: 'invalid',
    en: 'The run cannot begin this way: {reason}.',
    zh: '无法以此方式运行：{reason}。',
  },
  run_unfinished: {
    category: 'conflict',
    en: 'The run has not ended yet. Wait until it has, or stop it, then replay it.',
    zh: '运行尚未结束。请等待其结束或先停止，再进行重放。',
  },
  version_is_current: {
    category: 'conflict',
    en: 'Version {number} is what the app runs now. Publish another one first, then delete it.',
    zh: '版本 {number} 正在使用中。请先发布其他版本，再删除它。',
  },
  annotation_file_invalid: {
    category: 'invalid',
    en: 'The file is not a list of annotations: {reason}. It needs the columns “question” and “answer”.',
    zh: '该文件不是标注列表：{reason}。需要包含“question”（问题）与“answer”（答案）两列。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
