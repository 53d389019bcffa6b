/**
 * Published Python clients in an environment of their own, made once under `.outpost/test-venv`.
 * Where there is no Python or no package index the tests say so and are skipped.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const directory = fileURLToPath(new URL('../../.outpost/test-venv', import.meta.url));
const packages = ['dify-client==0.1.10', 'pydify==2.4.0'];
const installMs = 300_000;
const programMs = 60_000;

export interface PythonClients {
  /** Runs a program and reads the JSON of its last line of output. */
  run(program: string, environment: Readonly<Record<string, string>>): Promise<unknown>;
}

/** The clients, or why they are not here. */
export async function pythonClients(): Promise<PythonClients | string> {
  const python = join(directory, 'bin', 'python');
  const stamp = join(directory, 'installed');
  if (!existsSync(stamp))
    try {
      await run('python3', ['-m', 'venv', directory], { timeout: installMs });
      const install = [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        ...packages,
      ];
      await run(python, install, { timeout: installMs });
      await writeFile(stamp, packages.join('\n'));
    } catch (error) {
      return `The Python clients could not be installed: ${String(error)}`;
    }
  return {
    async run(program, environment) {
      const { stdout } = await run(python, ['-c', program], {
        timeout: programMs,
        env: { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', ...environment },
      });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as unknown;
    },
  };
}
