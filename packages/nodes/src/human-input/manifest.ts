import type { NodeManifest } from '@outpost/contracts';

export const humanInputManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Human input', zh: '人工介入' },
  description: {
    en: 'Waits until a person has filled in a form.',
    zh: '暂停流程，等待人工填写表单。',
  },
  defaults: {
    delivery_methods: [],
    form_content: '',
    inputs: [],
    user_actions: [],
    timeout: 36,
    timeout_unit: 'hour',
  },
};
