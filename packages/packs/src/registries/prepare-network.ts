import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as tls from 'node:tls';
import { AppError, messageOf } from '@outpost/contracts';
import type { Environment, RegistrySettings } from './registry-settings.ts';

/**
 * Lets this whole process trust the authorities that pip and npm trust here, and use the proxy of
 * the environment. For programs that only fetch packs; the server has its own way out.
 */
export function prepareNetwork(settings: RegistrySettings, environment: Environment): void {
  const authorities = settings.certificateFiles.map((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const details = { source: file, reason: messageOf(error) };
      throw new AppError('pack_unreachable', { details, cause: error });
    }
  });
  if (authorities.length > 0)
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...authorities]);
  const proxies = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => {
    const value = environment[name] ?? environment[name.toUpperCase()];
    return value ? [[name, value] as const] : [];
  });
  if (proxies.length > 0) http.setGlobalProxyFromEnv(Object.fromEntries(proxies));
}
