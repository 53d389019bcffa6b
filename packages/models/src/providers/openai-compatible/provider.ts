import { everyKind, openaiFamily } from '../openai-family.ts';

/** Any address that speaks OpenAI's format; what is special about it is learned by the probe. */
export const openaiCompatible = openaiFamily({
  id: 'openai-compatible',
  title: { en: 'OpenAI-compatible server', zh: '兼容 OpenAI 的服务' },
  kinds: everyKind,
  baseUrlExample: 'http://10.0.0.8:8000/v1',
  selfHosted: true,
  aliases: [
    'openai-api-compatible',
    'oai-compatible',
    'gpustack',
    'lemonade',
    'openllm',
    'nvidia-nim',
    'vessl-ai',
  ],
});
