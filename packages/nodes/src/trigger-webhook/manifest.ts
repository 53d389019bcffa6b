import type { NodeManifest } from '@outpost/contracts';

export const triggerWebhookManifest: NodeManifest = {
  group: 'input',
  title: { en: 'Webhook', zh: 'Webhook 触发器' },
  description: {
    en: 'Starts a run when an address is called.',
    zh: '当指定地址被调用时启动流程。',
  },
  defaults: {
    method: 'post',
    content_type: 'application/json',
    headers: [],
    params: [],
    body: [],
    status_code: 200,
    response_body: '',
  },
  modes: ['workflow'],
};
