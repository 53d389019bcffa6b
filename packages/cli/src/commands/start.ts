import { loadConfig, startServer, type ConfigLayer } from '@outpost/server';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { layerFrom } from '../console-client.ts';

const texts = {
  en: {
    ready: 'Outpost is ready',
    setUp: 'Create the first account (this link works once)',
    stopping: 'Stopping …',
    exposed: 'It listens beyond this machine without TLS. Put a gateway with HTTPS in front.',
  },
  zh: {
    ready: 'Outpost 已就绪',
    setUp: '创建首个账号（链接仅可使用一次）',
    stopping: '正在停止 …',
    exposed: '服务对外监听且未启用 TLS，请在前面部署 HTTPS 网关。',
  },
} as const;

export const run: RunCommand = async (words, { language }) => {
  const { values } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        'base-path': { type: 'string' },
        'database-url': { type: 'string' },
      },
    },
    'start [--port N] [--host ADDRESS] [--directory DIR]',
  );
  if (values.port !== undefined && !/^\d+$/.test(values.port))
    throw new UsageError(
      `--port takes a number, not ${values.port}.`,
      `--port 应为数字，而不是 ${values.port}。`,
    );
  const layer: ConfigLayer = {
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values['base-path'] === undefined ? {} : { basePath: values['base-path'] }),
    ...(values['database-url'] === undefined ? {} : { databaseUrl: values['database-url'] }),
  };
  // Whatever this process makes is for its user alone: the database, uploads, logs.
  process.umask(0o077);
  const config = loadConfig(process.env, { ...layerFrom(values), ...layer });
  const text = texts[language];
  const server = await startServer(config);
  const lines = [`${text.ready}: ${server.url}`];
  if (server.setUpUrl !== null) lines.push(`${text.setUp}:`, `  ${server.setUpUrl}`);
  if (!loopback.has(config.host)) lines.push(text.exposed);
  process.stdout.write(`${lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  process.stderr.write(`${text.stopping}\n`);
  await server.close();
  return 0;
};

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
