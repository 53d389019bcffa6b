import type { ErrorCodeRow } from '../app-error.ts';

export const packCodes = {
  pack_hash_mismatch: {
    category: 'invalid',
    en: 'The file {file} is not the expected one: its SHA-256 is {actual}, expected {expected}.',
    zh: '文件 {file} 与预期不符：SHA-256 为 {actual}，应为 {expected}。',
  },
  pack_unreachable: {
    category: 'unavailable',
    en: '{source} cannot be reached: {reason}',
    zh: '无法连接 {source}：{reason}',
  },
} as const satisfies Record<string, ErrorCodeRow>;
