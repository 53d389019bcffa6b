import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { AppError, type Value } from '@outpost/contracts';
import type { Sandbox } from '../../src/sandbox.ts';
import type { Attempt } from './attempt.ts';

export interface AttemptResult {
  readonly attempt: Attempt;
  /** What it reached of the host; null when nothing. */
  readonly escaped: string | null;
  /** How it ended: `ok` or an error code, and for tries to use something up whether that was expected. */
  readonly ending: string;
  readonly message: string;
  readonly durationMs: number;
}

/** The things on the host that no attempt may see or touch. */
export interface Lure {
  readonly folder: string;
  readonly port: number;
  readonly secret: string;
  /** What was touched since the last question, in words; null when nothing. */
  touched(): string | null;
  close(): void;
}

/** A secret file, a secret variable, a module, a folder to mark and a listener that counts. */
export async function setLure(folder: string, secret: string): Promise<Lure> {
  const mark = join(folder, 'mark');
  writeFileSync(join(folder, 'canary.txt'), secret);
  writeFileSync(join(folder, 'canary_module.py'), `SECRET = '${secret}'\n`);
  process.env['OUTPOST_CANARY'] = secret;
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.end(secret);
  });
  const port = await listen(server);
  return {
    folder,
    port,
    secret,
    touched() {
      const marked = existsSync(mark);
      rmSync(mark, { force: true, recursive: true });
      const connected = connections;
      connections = 0;
      if (({} as Record<string, unknown>)['poisoned'] !== undefined) return 'poisoned a prototype';
      if (marked) return 'left a mark';
      return connected > 0 ? `opened ${connected} connections` : null;
    },
    close() {
      delete process.env['OUTPOST_CANARY'];
      server.close();
    },
  };
}

/** Runs the attempts one after the other, each as a tenant of its own. */
export async function runAttempts(
  sandbox: Sandbox,
  attempts: readonly Attempt[],
  lure: Lure,
): Promise<readonly AttemptResult[]> {
  const results: AttemptResult[] = [];
  for (const attempt of attempts) results.push(await runAttempt(sandbox, attempt, lure));
  return results;
}

async function runAttempt(sandbox: Sandbox, attempt: Attempt, lure: Lure): Promise<AttemptResult> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(60_000);
  const canary = join(lure.folder, 'canary.txt');
  const inputs = { canary, folder: lure.folder, port: lure.port, pid: process.pid };
  const tenant = `${attempt.area}/${attempt.name}`;
  // A busy machine must not make a time-out of what is to meet the memory limit.
  const meetsTimeLimit = attempt.ends?.includes('code_timed_out') ?? true;
  const limits = { timeoutMs: meetsTimeLimit ? 1500 : 15_000 };
  let printed = '';
  let output: Value = null;
  let ending = 'ok';
  let message = '';
  try {
    output = await (attempt.language === 'jinja2'
      ? sandbox.templates.render({ template: attempt.code, inputs, tenant }, { signal })
      : sandbox.code.run(
          { language: attempt.language, code: attempt.code, inputs, tenant, limits },
          { signal, onOutput: (text) => (printed = text) },
        ));
  } catch (error) {
    ending = error instanceof AppError ? error.code : 'unexpected';
    message = error instanceof Error ? error.message : String(error);
  }
  const durationMs = performance.now() - startedAt;
  const escaped =
    lure.touched() ?? findings(attempt, output, `${message}\n${printed}`, lure.secret);
  return { attempt, escaped, ending, message, durationMs };
}

/** What an attempt says it reached, and the secret wherever it turns up. */
export function findings(
  attempt: Attempt,
  output: Value,
  said: string,
  secret: string,
): string | null {
  if (said.includes(secret) || (JSON.stringify(output) ?? '').includes(secret))
    return 'saw the secret';
  if (attempt.ends !== undefined) return null;
  if (typeof output === 'string') return output.trim() === '' ? null : output.slice(0, 80);
  const reached = (output as { readonly reached?: Value } | null)?.reached ?? null;
  return reached === null ? null : (JSON.stringify(reached) ?? '').slice(0, 80);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
