import type { ErrorCodeRow } from '../app-error.ts';

export const promptCodes = {
  prompt_empty: {
    category: 'invalid',
    en: 'The prompt of node “{node}” is empty. Write a prompt, or turn memory on to pass the question on.',
    zh: '节点“{node}”的提示词为空。请填写提示词，或开启记忆以传入用户问题。',
  },
  prompt_context_invalid: {
    category: 'invalid',
    en: 'The context of node “{node}” has an item without “content”. Choose a text or the result of a knowledge retrieval.',
    zh: '节点“{node}”的上下文中有一项缺少“content”。请选择文本或知识检索的结果。',
  },
  prompt_roles_missing: {
    category: 'invalid',
    en: 'The memory of node “{node}” has no role names, which a completion model needs. Set the prefixes for user and assistant.',
    zh: '节点“{node}”的记忆缺少角色前缀，补全模型需要它。请设置用户和助手的前缀。',
  },
  answer_schema_invalid: {
    category: 'invalid',
    en: 'The JSON Schema for the answer of model “{model}” cannot be used: {reason} Correct it, or choose another response format.',
    zh: '模型“{model}”的回答所用 JSON Schema 无法使用：{reason} 请修正，或改用其他响应格式。',
  },
  answer_misfit: {
    category: 'unavailable',
    en: 'The answer of model “{model}” does not fit the output schema: {reason} Try again, simplify the schema, or choose a stronger model.',
    zh: '模型“{model}”的回答不符合输出结构：{reason} 请重试、简化结构，或改用更强的模型。',
  },
  classes_missing: {
    category: 'invalid',
    en: 'The classifier “{node}” has no classes. Add at least one.',
    zh: '分类节点“{node}”没有分类，请至少添加一个。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
