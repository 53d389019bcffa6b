import { join } from 'node:path';

export interface EnvironmentOptions {
  /** Of the host; only what is named below is passed on. */
  readonly host: Readonly<Record<string, string | undefined>>;
  /** Where the plugin may write. */
  readonly state: string;
  /** A file of PEM certificates that the plugin shall trust; null leaves it with its own. */
  readonly certificates: string | null;
  /** Proxies and other variables that an administrator gives to plugins. */
  readonly extra: Readonly<Record<string, string>>;
}

/** All that a plugin's process gets to see: what it needs to run, nothing that could be a secret of ours. */
export function pluginEnvironment({
  host,
  state,
  certificates,
  extra,
}: EnvironmentOptions): Record<string, string> {
  const environment: Record<string, string> = {
    HOME: join(state, 'home'),
    TMPDIR: join(state, 'tmp'),
  };
  for (const name of passed) {
    const value = host[name];
    if (value !== undefined && value !== '') environment[name] = value;
  }
  if (certificates !== null) for (const name of certificateNames) environment[name] = certificates;
  return { ...environment, ...extra };
}

const passed = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'SYSTEMROOT'];
/** OpenSSL, requests, curl, Node, gRPC and the AWS libraries each have their own. */
const certificateNames = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
  'AWS_CA_BUNDLE',
];
