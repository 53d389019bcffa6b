import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/**
 * The whole configuration: defaults < file < environment < flags, the same shape at each layer.
 * Built once at start, frozen, handed down by `compose.ts`; nothing else reads the environment.
 */
const configSchema = z.strictObject({
  /** Where everything lives: database, files, keys, packs. */
  directory: z.string().min(1),
  /** Where packs and local models lie; null = in the directory. A checkout shares one place. */
  packsDirectory: z.string().min(1).nullable(),
  host: z.string().min(1),
  port: z.int().min(0).max(65_535),
  /** Prefix under which a gateway shows us without stripping it, e.g. `/ai`; empty = none. */
  basePath: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)*$/, 'must look like /ai, without a slash at the end'),
  /** `postgres://…`; absent = SQLite in the directory. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .nullable(),
  /** Peers whose `X-Forwarded-*` headers are believed: addresses, or `loopback`. */
  trustedProxies: z.array(z.string()),
  limits: z.strictObject({
    uploadBytesMax: z.int().min(1024),
    jsonBytesMax: z.int().min(1024),
    runsActiveMax: z.int().min(1),
    runSecondsMax: z.int().min(1),
    runStepsMax: z.int().min(1),
    /** What a run's events may take in memory and in the log. */
    runBytesMax: z.int().min(64 * 1024),
    requestsPerMinute: z.int().min(1),
    signInsPerMinute: z.int().min(1),
    /** Connections open at once; further ones are closed. */
    connectionsMax: z.int().min(1),
    /** How long a stop waits for runs that are going on; what is left is resumed at the next start. */
    drainMs: z.int().min(0),
    /** PostgreSQL: after so long without a word a process counts as lost and its runs go to others; the same for all. */
    processSilenceMs: z.int().min(1000),
  }),
  egress: z.strictObject({
    /** Hosts (`host`, `host:port`, `*.domain`) that workflow nodes may call although the guard would refuse them. */
    allow: z.array(z.string()),
    deny: z.array(z.string()),
  }),
  log: z.enum(['silent', 'error', 'info', 'debug']),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/** What a file or flags may say: any part of the configuration. */
export type ConfigLayer = { readonly [Key in keyof Config]?: Partial<Config[Key]> | Config[Key] };

const defaults: Config = {
  directory: join(homedir(), '.outpost'),
  packsDirectory: null,
  host: '127.0.0.1',
  port: 8480,
  basePath: '',
  databaseUrl: null,
  trustedProxies: [],
  limits: {
    uploadBytesMax: 600 * 1024 * 1024,
    jsonBytesMax: 12 * 1024 * 1024,
    runsActiveMax: 2000,
    runSecondsMax: 1200,
    runStepsMax: 500,
    runBytesMax: 128 * 1024 * 1024,
    requestsPerMinute: 600,
    signInsPerMinute: 10,
    connectionsMax: 10_000,
    drainMs: 3000,
    processSilenceMs: 30_000,
  },
  egress: { allow: [], deny: [] },
  log: 'info',
};

/** Reads a variable's text into the place of the configuration it names. */
const environmentNames: Readonly<Record<string, (text: string) => ConfigLayer>> = {
  OUTPOST_DIRECTORY: (directory) => ({ directory }),
  OUTPOST_PACKS_DIRECTORY: (packsDirectory) => ({ packsDirectory }),
  OUTPOST_HOST: (host) => ({ host }),
  OUTPOST_PORT: (text) => ({ port: numberFrom(text) }),
  OUTPOST_BASE_PATH: (basePath) => ({ basePath }),
  DATABASE_URL: (databaseUrl) => ({ databaseUrl }),
  OUTPOST_TRUSTED_PROXIES: (text) => ({ trustedProxies: listFrom(text) }),
  OUTPOST_UPLOAD_BYTES_MAX: (text) => ({ limits: { uploadBytesMax: numberFrom(text) } }),
  OUTPOST_RUNS_ACTIVE_MAX: (text) => ({ limits: { runsActiveMax: numberFrom(text) } }),
  OUTPOST_RUN_SECONDS_MAX: (text) => ({ limits: { runSecondsMax: numberFrom(text) } }),
  OUTPOST_RUN_BYTES_MAX: (text) => ({ limits: { runBytesMax: numberFrom(text) } }),
  OUTPOST_RUN_STEPS_MAX: (text) => ({ limits: { runStepsMax: numberFrom(text) } }),
  OUTPOST_REQUESTS_PER_MINUTE: (text) => ({ limits: { requestsPerMinute: numberFrom(text) } }),
  OUTPOST_SIGN_INS_PER_MINUTE: (text) => ({ limits: { signInsPerMinute: numberFrom(text) } }),
  OUTPOST_CONNECTIONS_MAX: (text) => ({ limits: { connectionsMax: numberFrom(text) } }),
  OUTPOST_PROCESS_SILENCE_MS: (text) => ({ limits: { processSilenceMs: numberFrom(text) } }),
  OUTPOST_EGRESS_ALLOW: (text) => ({ egress: { allow: listFrom(text) } }),
  OUTPOST_EGRESS_DENY: (text) => ({ egress: { deny: listFrom(text) } }),
  OUTPOST_LOG: (text) => ({ log: text as Config['log'] }),
};

/** A refusal that lists every problem at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Builds the configuration; throws `ConfigError`. The file is `outpost.json` in the directory unless named. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: ConfigLayer & { readonly configFile?: string } = {},
): Config {
  const { configFile, ...flagLayer } = flags;
  const fromEnvironment = environmentLayer(environment);
  const directory = flagLayer.directory ?? fromEnvironment.directory ?? defaults.directory;
  const file = configFile ?? join(String(directory), 'outpost.json');
  const merged = [fileLayer(file, configFile !== undefined), fromEnvironment, flagLayer].reduce<
    Record<string, unknown>
  >(mergeLayer, { ...defaults });
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join('.') || file}: ${issue.message}`),
    );
  return deepFreeze({ ...parsed.data, directory: resolve(parsed.data.directory) });
}

/** The effective settings as lines, without secrets. */
export function describeConfig(config: Config): readonly string[] {
  const shown = {
    ...config,
    databaseUrl: config.databaseUrl?.replace(/:\/\/([^:@/]*):.*@/, '://$1:•••@') ?? null,
  };
  return Object.entries(shown).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
}

function environmentLayer(environment: Readonly<Record<string, string | undefined>>): ConfigLayer {
  return Object.entries(environmentNames).reduce<Record<string, unknown>>((layer, [name, read]) => {
    const text = environment[name];
    return text === undefined || text === '' ? layer : mergeLayer(layer, read(text));
  }, {});
}

function fileLayer(file: string, required: boolean): ConfigLayer {
  if (!existsSync(file)) {
    if (required) throw new ConfigError([`${file} does not exist`]);
    return {};
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ConfigLayer;
  } catch (error) {
    throw new ConfigError([`${file} is not valid JSON: ${String(error)}`]);
  }
}

function mergeLayer(under: Record<string, unknown>, over: object): Record<string, unknown> {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    merged[key] =
      isPlainObject(value) && isPlainObject(merged[key]) ? { ...merged[key], ...value } : value;
  }
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberFrom(text: string): number {
  return Number(text);
}

function listFrom(text: string): string[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
