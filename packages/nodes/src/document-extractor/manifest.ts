import type { NodeManifest } from '@outpost/contracts';

export const documentExtractorManifest: NodeManifest = {
  group: 'data',
  title: { en: 'Document extractor', zh: '文档提取器' },
  description: {
    en: 'Reads the text of uploaded files.',
    zh: '提取上传文件中的文本内容。',
  },
  defaults: { variable_selector: [], is_array_file: false },
};
