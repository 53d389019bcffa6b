import type { ErrorCodeRow } from '../app-error.ts';

export const storeCodes = {
  data_directory_in_use: {
    category: 'conflict',
    en: 'The data directory {directory} is in use by process {pid}. Stop it first, or choose another directory.',
    zh: '数据目录 {directory} 正被进程 {pid} 使用。请先停止该进程，或选择其他目录。',
  },
  database_failed: {
    category: 'unavailable',
    en: 'The database cannot be used: {reason}',
    zh: '数据库无法使用：{reason}',
  },
  record_conflict: {
    category: 'conflict',
    en: '{thing} was changed by somebody else. Load it again.',
    zh: '{thing} 已被他人修改，请重新加载。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
