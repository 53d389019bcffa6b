import type { Variables } from '@outpost/contracts';
import { failWith } from '../failures/node-failure.ts';
import { byteString } from '../text-encoding/byte-string.ts';
import type { Authorization } from './config.ts';
import type { HeaderList } from './header-list.ts';

/** Sets the header that carries the API key, if the node has one. */
export function authorize(
  authorization: Authorization,
  headers: HeaderList,
  variables: Variables,
): void {
  if (!authorization || authorization.type === 'no-auth') return;
  const { config } = authorization;
  const key = config ? variables.render(config.api_key).trim() : '';
  if (!config || key === '')
    throw failWith('AuthorizationConfigError', {
      en: 'The API key of the request is empty.',
      zh: '请求的 API Key 为空。',
    });
  headers.set(config.header.trim() || 'Authorization', headerValue(config.type, key));
}

function headerValue(type: 'basic' | 'bearer' | 'custom', key: string): string {
  if (type === 'custom') return key;
  if (type === 'bearer') return `Bearer ${key}`;
  // A key without a colon is taken to be encoded already.
  return `Basic ${key.includes(':') ? btoa(byteString(new TextEncoder().encode(key))) : key}`;
}
