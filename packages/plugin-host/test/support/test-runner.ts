import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@outpost/contracts';
import { defaultPluginLimits, type PluginLimits } from '../../src/runtime/limits.ts';
import { createPluginLog, type PluginLog } from '../../src/runtime/plugin-log.ts';
import { PluginRunner, type PluginCall } from '../../src/runtime/plugin-runner.ts';
import { realClock } from './real-clock.ts';

const program = fileURLToPath(new URL('../fixtures/programs/node-plugin.mjs', import.meta.url));

/** A runner of the fixture program; the directory goes with it. */
export class TestRunner extends PluginRunner implements AsyncDisposable {
  readonly log: PluginLog;
  readonly #directory: string;
  mode: { value: string };

  constructor(limits: Partial<PluginLimits> = {}, mode = '') {
    const directory = mkdtempSync(join(tmpdir(), 'outpost-plugin-'));
    const log = createPluginLog({ file: join(directory, 'plugin.log'), clock: realClock });
    const chosen = { value: mode };
    super({
      plugin: 'acme/node',
      command: () =>
        Promise.resolve({
          program: process.execPath,
          arguments: [program, chosen.value],
          directory,
          environment: { PATH: process.env['PATH'] ?? '', GIVEN: 'yes' },
        }),
      limits: { ...defaultPluginLimits, watchMs: 20, ...limits },
      clock: realClock,
      ids: { uuid: randomUUID },
      log,
    });
    this.log = log;
    this.mode = chosen;
    this.#directory = directory;
  }

  ask(
    action: string,
    fields: Readonly<Record<string, unknown>> = {},
    call: Partial<PluginCall> = {},
  ): AsyncGenerator<unknown, void, undefined> {
    return this.call({
      data: { type: 'tool', action, user_id: 'u', ...fields },
      signal: new AbortController().signal,
      // oxlint-disable-next-line require-yield -- it only refuses
      async *answer() {
        throw new Error('not here');
      },
      errorFrom: ({ error_type: errorType, message }) =>
        new AppError('plugin_call_failed', {
          details: { plugin: 'acme/node', message: `${errorType}: ${message}` },
        }),
      ...call,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** All chunks, or the code of the error that ended them as the last one. */
export async function collect(chunks: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const read: unknown[] = [];
  try {
    for await (const chunk of chunks) read.push(chunk);
  } catch (error) {
    read.push(error instanceof AppError ? error.code : String(error));
  }
  return read;
}

/** The first chunk; the rest stays to be read. */
export async function first(chunks: AsyncGenerator<unknown>): Promise<unknown> {
  return (await chunks.next()).value;
}
