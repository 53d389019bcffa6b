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
  code_input_too_large: {
    category: 'limited',
    en: 'The code and its inputs have {sizeBytes} bytes; at most {limitBytes} are accepted.',
    zh: '代码及其输入共 {sizeBytes} 字节，最多接受 {limitBytes} 字节。',
  },
  code_module_missing: {
    category: 'invalid',
    en: '{reason} – the library “{module}” is not installed. An administrator can add it: outpost library add {pack}',
    zh: '{reason}：未安装库“{module}”。管理员可通过以下命令添加：outpost library add {pack}',
  },
  code_module_unsupported: {
    category: 'invalid',
    en: '{reason} – the library “{module}” has native code, which cannot run in the code sandbox. Use the standard library, or call a service of yours over HTTP.',
    zh: '{reason}：库“{module}”包含本机代码，无法在代码沙箱中运行。请改用标准库，或通过 HTTP 调用您自己的服务。',
  },
  code_queue_full: {
    category: 'limited',
    en: 'This app has {limit} code calls waiting already. Try again later.',
    zh: '该应用已有 {limit} 个代码调用在排队，请稍后再试。',
  },
  code_queue_timed_out: {
    category: 'limited',
    en: 'The code waited {queueWaitMs} ms for its turn. Try again later.',
    zh: '代码排队等待超过 {queueWaitMs} 毫秒，请稍后再试。',
  },
  sandbox_unavailable: {
    category: 'unavailable',
    en: 'The code sandbox cannot be used: {reason}',
    zh: '代码沙箱无法使用：{reason}',
  },
  library_pack_invalid: {
    category: 'invalid',
    en: 'The library pack “{name}” cannot be installed: {reason}',
    zh: '无法安装库扩展包“{name}”：{reason}',
  },
} as const satisfies Record<string, ErrorCodeRow>;
