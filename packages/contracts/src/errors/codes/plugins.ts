import type { ErrorCodeRow } from '../app-error.ts';

export const pluginCodes = {
  plugin_not_found: {
    category: 'missing',
    en: 'The plugin {plugin} is not installed here. Install its package, or pack it where the internet can be reached: outpost plugin pack',
    zh: '此处未安装插件 {plugin}。请安装其插件包，或在可联网的机器上打包：outpost plugin pack',
  },
  plugin_untrusted: {
    category: 'denied',
    en: '{plugin} was not installed: {how}. Trust the key of whoever signed it, or sign it with your own (outpost plugin pack). To vouch for this very package, repeat its checksum: {checksum}',
    zh: '未安装 {plugin}：{how}。请信任签名者的公钥，或用自己的密钥签名（outpost plugin pack）。如要为此插件包本身担保，请重复其校验和：{checksum}',
  },
  plugin_disabled: {
    category: 'conflict',
    en: 'The plugin {plugin} is switched off. Switch it on under Plugins.',
    zh: '插件 {plugin} 已停用，请在“插件”页面启用。',
  },
  plugin_part_missing: {
    category: 'missing',
    en: 'The plugin {plugin} has no {kind} “{name}”. Another version of it may.',
    zh: '插件 {plugin} 中没有 {kind}“{name}”，可能在其他版本中。',
  },
  plugin_declaration_invalid: {
    category: 'invalid',
    en: 'The plugin cannot be used: {file}: {reason}.',
    zh: '插件无法使用：{file}：{reason}。',
  },
  plugin_start_failed: {
    category: 'unavailable',
    en: 'The plugin {plugin} could not be started: {reason}. See its log.',
    zh: '插件 {plugin} 无法启动：{reason}。请查看插件日志。',
  },
  plugin_died: {
    category: 'unavailable',
    en: 'The plugin {plugin} ended while it worked on this call ({how}). It is started again for the next call; see its log.',
    zh: '插件 {plugin} 在处理此次调用时退出（{how}）。下次调用会重新启动它，请查看插件日志。',
  },
  plugin_unresponsive: {
    category: 'unavailable',
    en: 'The plugin {plugin} gave no sign of life for {valueMs} ms (limit {limit}) and was stopped.',
    zh: '插件 {plugin} 已 {valueMs} 毫秒无响应（上限 {limit}），已被停止。',
  },
  plugin_timed_out: {
    category: 'unavailable',
    en: 'The plugin {plugin} did not finish within {valueMs} ms (limit {limit}).',
    zh: '插件 {plugin} 未能在 {valueMs} 毫秒内完成（上限 {limit}）。',
  },
  plugin_busy: {
    category: 'limited',
    en: 'The plugin {plugin} is working on {value} calls already (limit {limit}). Try again later.',
    zh: '插件 {plugin} 正在处理 {value} 个调用（上限 {limit}），请稍后重试。',
  },
  plugin_flooded: {
    category: 'limited',
    en: 'The plugin {plugin} was stopped: it sent more than {value} bytes (limit {limit}).',
    zh: '插件 {plugin} 已被停止：发送的数据超过 {value} 字节（上限 {limit}）。',
  },
  plugin_out_of_memory: {
    category: 'limited',
    en: 'The plugin {plugin} was stopped: it used more than {limitBytes} bytes of memory (limit {limit}).',
    zh: '插件 {plugin} 已被停止：内存超过 {limitBytes} 字节（上限 {limit}）。',
  },
  plugin_recycled: {
    category: 'unavailable',
    en: 'The plugin {plugin} was restarted while it worked on this call: {reason}. Try again.',
    zh: '插件 {plugin} 在处理此次调用时被重启：{reason}。请重试。',
  },
  plugin_call_failed: {
    category: 'unavailable',
    en: '{plugin}: {message}',
    zh: '{plugin}：{message}',
  },
  plugin_answer_invalid: {
    category: 'unavailable',
    en: 'The plugin {plugin} answered {action} in a form that cannot be read: {reason}.',
    zh: '插件 {plugin} 对 {action} 的响应无法识别：{reason}。',
  },
  plugin_permission_denied: {
    category: 'denied',
    en: 'The plugin {plugin} may not use {permission}: its manifest does not ask for it.',
    zh: '插件 {plugin} 无权使用 {permission}：其清单未声明该权限。',
  },
  plugin_request_invalid: {
    category: 'invalid',
    en: 'The plugin {plugin} asked for {what} in a form that cannot be read: {reason}.',
    zh: '插件 {plugin} 请求 {what} 的格式无法识别：{reason}。',
  },
  plugin_storage_full: {
    category: 'limited',
    en: 'The plugin {plugin} may keep {limitBytes} bytes (limit {limit}) and has no room for this.',
    zh: '插件 {plugin} 可存储 {limitBytes} 字节（上限 {limit}），空间不足。',
  },
  plugin_storage_missing: {
    category: 'missing',
    en: 'The plugin {plugin} has stored nothing under “{key}”.',
    zh: '插件 {plugin} 未存储“{key}”。',
  },
  plugin_python_missing: {
    category: 'unavailable',
    en: 'The plugin {plugin} needs Python {version} for {platform}. {found} Install it on this machine, or name it in the setting plugins.python.',
    zh: '插件 {plugin} 需要适用于 {platform} 的 Python {version}。{found}请在本机安装，或在设置 plugins.python 中指定。',
  },
  plugin_credentials_missing: {
    category: 'conflict',
    en: '{provider} is not set up: {field} is missing. Add it under Plugins.',
    zh: '{provider} 尚未配置：缺少 {field}。请在“插件”页面补充。',
  },
  plugin_credentials_refused: {
    category: 'invalid',
    en: '{provider} does not accept these credentials: {reason}',
    zh: '{provider} 不接受这些凭据：{reason}',
  },
  plugin_setting_invalid: {
    category: 'invalid',
    en: 'The setting {field} of {provider} is not valid: {reason}.',
    zh: '{provider} 的设置 {field} 无效：{reason}。',
  },
  tool_not_found: {
    category: 'missing',
    en: 'The tool “{tool}” of {provider} does not exist here. Install the plugin that brings it.',
    zh: '此处没有 {provider} 的工具“{tool}”，请安装提供它的插件。',
  },
  tool_parameter_invalid: {
    category: 'invalid',
    en: 'The parameter “{parameter}” of the tool “{tool}” is not valid: {reason}.',
    zh: '工具“{tool}”的参数“{parameter}”无效：{reason}。',
  },
  agent_strategy_not_found: {
    category: 'missing',
    en: 'The agent strategy “{strategy}” of {provider} does not exist here. Install the plugin that brings it.',
    zh: '此处没有 {provider} 的智能体策略“{strategy}”，请安装提供它的插件。',
  },
  plugin_endpoint_unknown: {
    category: 'missing',
    en: 'There is no endpoint at this address, or it is switched off.',
    zh: '此地址没有可用的端点，或端点已停用。',
  },
  plugin_oauth_failed: {
    category: 'invalid',
    en: 'Signing in to {provider} did not work: {reason}',
    zh: '登录 {provider} 失败：{reason}',
  },
} as const satisfies Record<string, ErrorCodeRow>;
