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
} as const satisfies Record<string, ErrorCodeRow>;
