import type { NodeManifest } from '@outpost/contracts';

export const templateTransformManifest: NodeManifest = {
  group: 'data',
  title: { en: 'Template', zh: '模板转换' },
  description: {
    en: 'Writes a text from variables with a Jinja2 template.',
    zh: '使用 Jinja2 模板将变量转换为文本。',
  },
  defaults: { template: '', variables: [] },
};
