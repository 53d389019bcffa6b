import { aihubmix } from './aihubmix/provider.ts';
import { anthropic } from './anthropic/provider.ts';
import { ark } from './ark/provider.ts';
import { azureOpenai } from './azure-openai/provider.ts';
import { baichuan } from './baichuan/provider.ts';
import { bedrock } from './bedrock/provider.ts';
import { cohere } from './cohere/provider.ts';
import { dashscope } from './dashscope/provider.ts';
import { deepseek } from './deepseek/provider.ts';
import { fireworks } from './fireworks/provider.ts';
import { gemini } from './gemini/provider.ts';
import { giteeAi } from './gitee-ai/provider.ts';
import { groq } from './groq/provider.ts';
import { huaweiMaas } from './huawei-maas/provider.ts';
import { hunyuan } from './hunyuan/provider.ts';
import { jina } from './jina/provider.ts';
import { llamaCpp } from './llama-cpp/provider.ts';
import { lmStudio } from './lm-studio/provider.ts';
import { localai } from './localai/provider.ts';
import { longcat } from './longcat/provider.ts';
import { mindie } from './mindie/provider.ts';
import { minimax } from './minimax/provider.ts';
import { mistral } from './mistral/provider.ts';
import { modelscope } from './modelscope/provider.ts';
import { moonshot } from './moonshot/provider.ts';
import { newApi } from './new-api/provider.ts';
import { novita } from './novita/provider.ts';
import { nvidia } from './nvidia/provider.ts';
import { ollama } from './ollama/provider.ts';
import { openai } from './openai/provider.ts';
import { openaiCompatible } from './openai-compatible/provider.ts';
import { openrouter } from './openrouter/provider.ts';
import { perfxcloud } from './perfxcloud/provider.ts';
import { qianfan } from './qianfan/provider.ts';
import { sambanova } from './sambanova/provider.ts';
import { siliconflow } from './siliconflow/provider.ts';
import { stepfun } from './stepfun/provider.ts';
import { tei } from './tei/provider.ts';
import { tgi } from './tgi/provider.ts';
import { together } from './together/provider.ts';
import { upstage } from './upstage/provider.ts';
import { vllm } from './vllm/provider.ts';
import { voyage } from './voyage/provider.ts';
import { xai } from './xai/provider.ts';
import { xinference } from './xinference/provider.ts';
import { yi } from './yi/provider.ts';
import { zhipu } from './zhipu/provider.ts';
import type { Provider, ProviderManifest } from './provider.ts';

const all: readonly Provider[] = [
  openai,
  azureOpenai,
  anthropic,
  gemini,
  bedrock,
  dashscope,
  deepseek,
  zhipu,
  moonshot,
  minimax,
  ark,
  hunyuan,
  qianfan,
  siliconflow,
  stepfun,
  mistral,
  cohere,
  openrouter,
  groq,
  together,
  fireworks,
  xai,
  openaiCompatible,
  ollama,
  vllm,
  xinference,
  mindie,
  newApi,
  localai,
  lmStudio,
  tgi,
  llamaCpp,
  tei,
  aihubmix,
  baichuan,
  giteeAi,
  huaweiMaas,
  jina,
  longcat,
  modelscope,
  novita,
  nvidia,
  perfxcloud,
  sambanova,
  upstage,
  voyage,
  yi,
];

/** What people can add, in the order of the list they choose from. */
export const providers: readonly ProviderManifest[] = all.map(({ manifest }) => manifest);

const byName = new Map(
  all.flatMap((provider) =>
    [provider.manifest.id, ...provider.manifest.aliases].map(
      (name) => [spelling(name), provider] as const,
    ),
  ),
);

/**
 * By id or alias, however it is spelt, also in the long forms of app files
 * (`langgenius/gemini/google`, `langgenius/gemini`): there the last name decides, then the plugin's.
 */
export function findProvider(name: string): Provider | null {
  const [last = '', plugin = ''] = name.split('/').reverse();
  return byName.get(spelling(last)) ?? byName.get(spelling(plugin)) ?? null;
}

/** Files write `azure_openai` and `Azure-OpenAI`. */
function spelling(name: string): string {
  return name.trim().toLowerCase().replaceAll('_', '-');
}
