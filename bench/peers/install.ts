import { spawn, type SpawnOptions } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const installMs = 20 * 60_000;

export interface Package {
  readonly name: string;
  readonly version: string;
}

/** A place outside the checkout that is gone when the benchmark ends. */
export function peerDirectory(name: string): string {
  const directory = join(tmpdir(), `outpost-bench-${name}-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/**
 * Installs a package from the npm registry; returns its command. These are large: more than a
 * gigabyte. Their install scripts fetch from other places than the registry; where those cannot be
 * reached, only what `needed` names is built, from its source.
 */
export async function installFromNpm(
  { name, version }: Package,
  directory: string,
  needed: readonly string[],
): Promise<string> {
  const common = ['--prefix', directory, '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = (...words: string[]): Promise<string> =>
    runCommand('npm', [...words, ...common], { timeout: installMs });
  try {
    await npm('install', `${name}@${version}`);
  } catch {
    await npm('install', '--ignore-scripts', `${name}@${version}`);
    await npm('rebuild', ...needed);
  }
  return join(directory, 'node_modules', '.bin', name);
}

/** Installs a package from PyPI into an environment of its own; returns that environment's Python. */
export async function installFromPypi(
  { name, version }: Package,
  directory: string,
  pythons: readonly string[],
): Promise<string> {
  const python = await firstThatRuns(pythons);
  if (python === null) throw new Error(`it needs ${pythons.join(' or ')}, which is not here`);
  await runCommand(python, ['-m', 'venv', directory]);
  const own = join(directory, 'bin', 'python');
  await runCommand(own, ['-m', 'pip', 'install', '--quiet', `${name}==${version}`], {
    timeout: installMs,
  });
  return own;
}

async function firstThatRuns(commands: readonly string[]): Promise<string | null> {
  for (const command of commands) {
    try {
      await runCommand(command, ['--version']);
      return command;
    } catch {
      // The next one may be there.
    }
  }
  return null;
}

/** Resolves to what it printed; rejects with what it said first when it fails. */
export function runCommand(
  command: string,
  words: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let said = '';
    child.stdout?.on('data', (text: Buffer) => (printed += text.toString('utf8')));
    child.stderr?.on('data', (text: Buffer) => (said += text.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${command} ended with ${code}: ${firstLines(said || printed)}`));
    });
  });
}

/** Where programs say what is wrong; what follows is how they found out. */
function firstLines(said: string): string {
  return said.split('\n').slice(0, 3).join(' · ').slice(0, 400);
}
