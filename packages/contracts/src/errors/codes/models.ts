import type { ErrorCodeRow } from '../app-error.ts';

export const modelCodes = {
  model_not_configured: {
    category: 'invalid',
    en: 'The model “{model}” of provider “{provider}” is not set up. Add the provider, or map the model to another one.',
    zh: '供应商“{provider}”的模型“{model}”尚未配置。请添加该供应商，或改用其他模型。',
  },
  model_call_failed: {
    category: 'unavailable',
    en: 'The model “{model}” answered with an error: {reason}',
    zh: '模型“{model}”返回错误：{reason}',
  },
  model_rate_limited: {
    category: 'limited',
    en: 'The model “{model}” is receiving too many requests. Try again later.',
    zh: '模型“{model}”请求过多，请稍后再试。',
  },
  model_timed_out: {
    category: 'unavailable',
    en: 'The model “{model}” did not answer in time: limit {limit} of {valueMs} ms.',
    zh: '模型“{model}”未按时响应：上限 {limit}，{valueMs} 毫秒。',
  },
  model_request_refused: {
    category: 'invalid',
    en: 'The model “{model}” did not accept the request: {reason}',
    zh: '模型“{model}”拒绝了请求：{reason}',
  },
  model_access_refused: {
    category: 'invalid',
    en: 'The server of the model “{model}” refused the credentials of provider “{provider}”: {reason}',
    zh: '模型“{model}”的服务器拒绝了供应商“{provider}”的凭据：{reason}',
  },
  model_gateway_refused: {
    category: 'unavailable',
    en: 'Something between here and the model “{model}” answered with a web page instead of the model (HTTP {status}): {reason} Check the address and any gateway or proxy on the way.',
    zh: '访问模型“{model}”时，途中的网关返回了网页而不是模型的答复（HTTP {status}）：{reason} 请检查地址以及途中的网关或代理。',
  },
  model_context_exceeded: {
    category: 'invalid',
    en: 'The request is longer than the model “{model}” can read: {reason} Shorten the prompt, or choose a model with a larger context.',
    zh: '请求超出模型“{model}”的上下文长度：{reason} 请缩短提示词，或改用上下文更长的模型。',
  },
  model_kind_unsupported: {
    category: 'invalid',
    en: 'The model “{model}” of provider “{provider}” cannot be used for {kind}.',
    zh: '供应商“{provider}”的模型“{model}”不能用于 {kind}。',
  },
  model_default_missing: {
    category: 'invalid',
    en: 'No model is chosen for {kind}. Choose one in the model settings.',
    zh: '尚未选择用于 {kind} 的模型，请在模型设置中选择。',
  },
  model_provider_misconfigured: {
    category: 'invalid',
    en: 'The provider “{provider}” is not set up completely: {reason}',
    zh: '供应商“{provider}”的配置不完整：{reason}',
  },
  model_busy: {
    category: 'limited',
    en: 'The model “{model}” has reached its limit of {concurrency} calls at a time, and {waiting} more are waiting. Try again later.',
    zh: '模型“{model}”已达到 {concurrency} 个并发调用的上限，另有 {waiting} 个在等待，请稍后再试。',
  },
  model_answer_invalid: {
    category: 'unavailable',
    en: 'The server of the model “{model}” sent an answer that cannot be read: {reason}',
    zh: '无法读取模型“{model}”的服务器返回的内容：{reason}',
  },
  model_answer_too_large: {
    category: 'limited',
    en: 'The answer of the model “{model}” was cut off: {limit} is {limitBytes} bytes.',
    zh: '模型“{model}”的答复已中断：{limit} 上限为 {limitBytes} 字节。',
  },
  model_connection_refused: {
    category: 'unavailable',
    en: 'Nothing answers at {url}, the address of the model “{model}”. Check that the server runs and that the port is right.',
    zh: '模型“{model}”的地址 {url} 无响应（连接被拒绝）。请确认服务已启动且端口正确。',
  },
  model_host_unknown: {
    category: 'unavailable',
    en: 'The name in {url}, the address of the model “{model}”, is not known in this network. Check the spelling, or use the IP address.',
    zh: '当前网络无法解析模型“{model}”的地址 {url}。请检查拼写，或改用 IP 地址。',
  },
  model_connection_failed: {
    category: 'unavailable',
    en: 'The connection to {url}, the address of the model “{model}”, failed: {reason}',
    zh: '与模型“{model}”的地址 {url} 的连接失败：{reason}',
  },
  model_certificate_untrusted: {
    category: 'unavailable',
    en: 'The certificate of {url} is not signed by an authority that is trusted here ({reason}). Import the certificate of the authority that signed it.',
    zh: '{url} 的证书不是由受信任的机构签发（{reason}）。请导入签发该证书的机构证书。',
  },
  model_certificate_expired: {
    category: 'unavailable',
    en: 'The certificate of {url} is not valid at this time ({reason}). Renew it, or check the clocks of both machines.',
    zh: '{url} 的证书当前不在有效期内（{reason}）。请更新证书，或检查两台机器的时间。',
  },
  model_certificate_name_wrong: {
    category: 'unavailable',
    en: 'The certificate of {url} was made for other names ({reason}). Use one of those names, or have the certificate made again with this one.',
    zh: '{url} 的证书是为其他名称签发的（{reason}）。请使用证书中的名称，或重新签发包含该名称的证书。',
  },
  model_tls_failed: {
    category: 'unavailable',
    en: 'A secure connection to {url} cannot be made ({reason}). If the server speaks plain HTTP, write http:// instead of https://.',
    zh: '无法与 {url} 建立安全连接（{reason}）。如果服务器只提供 HTTP，请将 https:// 改为 http://。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
