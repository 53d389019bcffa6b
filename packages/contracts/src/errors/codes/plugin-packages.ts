import type { ErrorCodeRow } from '../app-error.ts';

export const pluginPackageCodes = {
  plugin_target_invalid: {
    category: 'invalid',
    en: '“{target}” is not a target. Write an architecture (x86_64, aarch64, loong64) or a platform tag such as manylinux_2_28_aarch64, cp312-manylinux_2_34_x86_64 or musllinux_1_2_x86_64.',
    zh: '“{target}”不是有效的目标平台。请写架构（x86_64、aarch64、loong64）或平台标签，例如 manylinux_2_28_aarch64、cp312-manylinux_2_34_x86_64、musllinux_1_2_x86_64。',
  },
  plugin_reference_invalid: {
    category: 'invalid',
    en: '“{reference}” does not name a plugin. Write market AUTHOR NAME VERSION, github OWNER/REPOSITORY RELEASE ASSET, author/name:version, an http(s) address, or the path of a package or folder.',
    zh: '“{reference}”不是有效的插件来源。请写 market 作者 名称 版本、github 组织/仓库 版本 文件名、作者/名称:版本、http(s) 地址，或插件包、文件夹的路径。',
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
  uv_unavailable: {
    category: 'unavailable',
    en: 'This plugin lists version ranges, and the resolver uv has no build for {platform}. Pack it on Linux or macOS, or from a source with a uv.lock.',
    zh: '该插件只给出版本范围，而解析器 uv 没有适用于 {platform} 的版本。请在 Linux 或 macOS 上打包，或使用带 uv.lock 的来源。',
  },
  uv_failed: {
    category: 'unavailable',
    en: 'The resolver uv failed: {reason}',
    zh: '解析器 uv 运行失败：{reason}',
  },
  plugin_targets_clash: {
    category: 'conflict',
    en: 'The targets for {architecture} need different versions of {project}, which one package cannot hold. Pack them apart with --separate.',
    zh: '同为 {architecture} 的目标需要不同版本的 {project}，无法放入同一个包。请使用 --separate 分别打包。',
  },
  plugin_key_invalid: {
    category: 'invalid',
    en: 'The key file {file} cannot be used: {reason}.',
    zh: '密钥文件 {file} 无法使用：{reason}。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
