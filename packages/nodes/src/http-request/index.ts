import { selectorsInTemplate, type NodeKind, type Selector } from '@outpost/contracts';
import { parseHttpRequest, type HttpRequestConfig } from './config.ts';
import { httpRequestManifest } from './manifest.ts';
import { runHttpRequest } from './run.ts';

export const httpRequest: NodeKind<HttpRequestConfig> = {
  type: 'http-request',
  traits: { retries: true, strategies: true },
  manifest: httpRequestManifest,
  parse: parseHttpRequest,
  references,
  outputs: () => ({
    status_code: 'number',
    body: 'string',
    headers: 'object',
    files: 'array[file]',
  }),
  run: runHttpRequest,
};

function references(config: HttpRequestConfig): readonly Selector[] {
  const { data } = config.body;
  const items = typeof data === 'string' || data === null ? [] : data;
  const texts = [
    config.url,
    config.headers,
    config.params,
    config.authorization?.config?.api_key ?? '',
    typeof data === 'string' ? data : '',
    ...items.flatMap(({ key, value }) => [key, value]),
  ];
  return [
    ...texts.flatMap(selectorsInTemplate),
    ...items.flatMap(({ type, file }) => (type === 'file' ? [file] : [])),
  ];
}
