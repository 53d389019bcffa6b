import type { ErrorCodeRow } from '../app-error.ts';

export const dslCodes = {
  app_file_invalid: {
    category: 'invalid',
    en: 'The app file cannot be read: {reason} (at {path}).',
    zh: '无法读取应用文件：{reason}（位置 {path}）。',
  },
  app_file_too_large: {
    category: 'limited',
    en: 'The app file has {sizeBytes} bytes; at most {limitBytes} are accepted.',
    zh: '应用文件有 {sizeBytes} 字节，最多接受 {limitBytes} 字节。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
