/**
 * What app files call the model providers, and what we call them. Files name a provider in short
 * (`openai`), or as organisation, plugin and provider (`langgenius/openai/openai`). Which of ours
 * answers is a matter of names only: a file's own name stays in the document.
 */

/** Our provider ids, each with the other names that mean the same. */
const namesOfProvider: Readonly<Record<string, readonly string[]>> = {
  openai: [],
  'azure-openai': ['azure_openai'],
  anthropic: ['claude'],
  gemini: ['google', 'google_gemini'],
  'vertex-ai': ['vertex_ai'],
  bedrock: ['aws_bedrock', 'amazon_bedrock'],
  mistral: ['mistralai'],
  cohere: [],
  deepseek: [],
  qwen: ['tongyi', 'dashscope', 'aliyun', 'bailian'],
  zhipu: ['zhipuai', 'chatglm', 'bigmodel', 'glm'],
  moonshot: ['kimi'],
  minimax: [],
  volcengine: ['volcengine_maas', 'doubao', 'ark', 'byteplus'],
  hunyuan: ['tencent', 'tencent_hunyuan'],
  qianfan: ['wenxin', 'ernie', 'baidu'],
  baichuan: [],
  yi: ['lingyiwanwu', '01ai'],
  siliconflow: ['silicon'],
  stepfun: ['step'],
  spark: ['xinghuo', 'iflytek'],
  'gitee-ai': ['gitee_ai'],
  modelscope: [],
  openrouter: [],
  groq: [],
  together: ['togetherai', 'together_ai'],
  fireworks: ['fireworks_ai'],
  nvidia: ['nvidia_nim'],
  xai: ['x', 'grok'],
  perplexity: [],
  jina: ['jina_ai'],
  voyage: ['voyageai', 'voyage_ai'],
  'hugging-face': ['huggingface_hub', 'huggingface'],
  'text-embeddings-inference': ['huggingface_tei', 'tei'],
  ollama: [],
  vllm: [],
  xinference: [],
  localai: [],
  gpustack: [],
  'lm-studio': ['lm_studio', 'lmstudio'],
  tgi: ['text_generation_inference'],
  'llama-cpp': ['llama_cpp', 'llamacpp', 'llama.cpp'],
  mindie: [],
  'one-api': ['one_api', 'oneapi', 'new_api', 'newapi'],
  'openai-compatible': ['openai_api_compatible', 'openai_compatible'],
  local: ['outpost'],
};

const providerOfName: ReadonlyMap<string, string> = new Map(
  Object.entries(namesOfProvider).flatMap(([id, names]) =>
    [id, ...names].map((name) => [name, id] as const),
  ),
);

/**
 * Our id of the provider that an app file names in any form; a name nobody here knows comes back
 * in lower case without its organisation and plugin.
 */
export function normaliseProvider(name: string): string {
  // `langgenius/gemini/google`: the provider decides, then the plugin, for plugins that call it otherwise.
  const [provider = '', plugin = ''] = name.trim().toLowerCase().split('/').reverse();
  return providerOfName.get(provider) ?? providerOfName.get(plugin) ?? provider;
}

/** Whether one of our own adapters stands in for the provider, so that its plugin is not needed. */
export function isKnownProvider(name: string): boolean {
  return Object.hasOwn(namesOfProvider, normaliseProvider(name));
}
