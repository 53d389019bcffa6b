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
  record_exists: {
    category: 'conflict',
    en: '{thing} exists already. Choose another name, or change the one that is there.',
    zh: '{thing} 已存在。请换一个名称，或修改已有的那一个。',
  },
  database_newer: {
    category: 'conflict',
    en: 'The data was written by a newer version (migration {found}; this program knows {known}). Start the newer program, or restore the snapshot made before the upgrade.',
    zh: '数据由更新的版本写入（迁移 {found}，本程序仅支持到 {known}）。请使用新版本启动，或恢复升级前的快照。',
  },
  database_missing: {
    category: 'conflict',
    en: 'The database {file} is gone, though this directory held data before. Restore it from a backup; to start empty on purpose, delete {marker} too.',
    zh: '数据库 {file} 不见了，但该目录曾有数据。请从备份恢复；若确实要重新开始，请同时删除 {marker}。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
