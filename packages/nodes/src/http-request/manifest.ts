import type { NodeManifest } from '@outpost/contracts';

export const httpRequestManifest: NodeManifest = {
  group: 'tool',
  title: { en: 'HTTP request', zh: 'HTTP 请求' },
  description: {
    en: 'Calls an address and passes on the answer.',
    zh: '调用一个 HTTP 地址，并返回其响应。',
  },
  defaults: {
    method: 'get',
    url: '',
    headers: '',
    params: '',
    authorization: { type: 'no-auth', config: null },
    body: { type: 'none', data: [] },
    timeout: {},
    ssl_verify: true,
  },
};
