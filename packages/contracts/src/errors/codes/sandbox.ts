import type { ErrorCodeRow } from '../app-error.ts';

export const sandboxCodes = {
  code_failed: { category: 'invalid', en: '{reason}', zh: '{reason}' },
  code_timed_out: {
    category: 'limited',
    en: 'The code was stopped after {limitMs} ms.',
    zh: '代码运行超过 {limitMs} 毫秒，已停止。',
  },
  code_out_of_memory: {
    category: 'limited',
    en: 'The code was stopped: it used more than {limitBytes} bytes of memory.',
    zh: '代码已停止：内存使用超过 {limitBytes} 字节。',
  },
  code_output_too_large: {
    category: 'limited',
    en: 'The result of the code is larger than {limitBytes} bytes.',
    zh: '代码结果超过 {limitBytes} 字节。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
