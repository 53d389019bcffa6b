import type { ErrorCodeRow } from '../app-error.ts';

export const pluginPackageCodes = {
  plugin_target_invalid: {
    category: 'invalid',
    en: '“{target}” is not a target. Write an architecture (x86_64, aarch64, loong64) or a platform tag such as manylinux_2_28_aarch64, cp312-manylinux_2_34_x86_64 or musllinux_1_2_x86_64.',
    zh: '“{target}”不是有效的目标平台。请写架构（x86_64、aarch64、loong64）或平台标签，例如 manylinux_2_28_aarch64、cp312-manylinux_2_34_x86_64、musllinux_1_2_x86_64。',
  },
  plugin_package_invalid: {
    category: 'invalid',
    en: '{file} is not a usable plugin package: {reason}.',
    zh: '{file} 不是可用的插件包：{reason}。',
  },
  plugin_package_too_large: {
    category: 'limited',
    en: '{file} is too large: {thing} is more than {limitBytes} bytes ({limit}).',
    zh: '{file} 过大：{thing} 超过 {limitBytes} 字节（{limit}）。',
  },
  plugin_manifest_invalid: {
    category: 'invalid',
    en: 'The manifest of {file} cannot be used: {reason}.',
    zh: '{file} 的 manifest.yaml 无法使用：{reason}。',
  },
  plugin_target_unfit: {
    category: 'invalid',
    en: '{plugin} cannot run here. {reason}',
    zh: '{plugin} 无法在此运行。{reason}',
  },
  plugin_key_invalid: {
    category: 'invalid',
    en: 'The key file {file} cannot be used: {reason}.',
    zh: '密钥文件 {file} 无法使用：{reason}。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
