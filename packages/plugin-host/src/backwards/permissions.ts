import { AppError, type ModelKind, type PluginDeclaration } from '@outpost/contracts';

/** Refuses what the plugin's manifest does not ask for; an unknown type is refused as well. */
export function requirePermission(type: string, { id, permissions }: PluginDeclaration): void {
  const need = needs[type];
  if (need === undefined)
    throw new AppError('plugin_request_invalid', {
      details: { plugin: id, what: type, reason: 'there is no such call' },
    });
  const allowed =
    need === 'always' ||
    (need === 'storage'
      ? permissions.storageBytes !== null
      : need === 'tool' || need === 'node' || need === 'app'
        ? permissions[need]
        : permissions.models.includes(need));
  if (!allowed)
    throw new AppError('plugin_permission_denied', {
      details: { plugin: id, permission: words[need] ?? need },
    });
}

type Need = ModelKind | 'tool' | 'node' | 'app' | 'storage' | 'always';

const needs: Readonly<Record<string, Need>> = {
  tool: 'tool',
  llm: 'chat',
  llm_structured_output: 'chat',
  system_summary: 'chat',
  text_embedding: 'embedding',
  multimodal_embedding: 'embedding',
  rerank: 'rerank',
  multimodal_rerank: 'rerank',
  tts: 'text-to-speech',
  speech2text: 'speech-to-text',
  moderation: 'moderation',
  node_parameter_extractor: 'node',
  node_question_classifier: 'node',
  app: 'app',
  fetch_app: 'app',
  storage: 'storage',
  upload_file: 'always',
};

const words: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  tool: { en: 'tools', zh: '工具' },
  node: { en: 'nodes', zh: '节点' },
  app: { en: 'apps', zh: '应用' },
  storage: { en: 'storage', zh: '存储' },
  chat: { en: 'language models', zh: '语言模型' },
  embedding: { en: 'embedding models', zh: '嵌入模型' },
  rerank: { en: 'rerank models', zh: '重排模型' },
  'text-to-speech': { en: 'text-to-speech models', zh: '语音合成模型' },
  'speech-to-text': { en: 'speech-to-text models', zh: '语音识别模型' },
  moderation: { en: 'moderation models', zh: '审核模型' },
};
