import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface PrivatePostgres {
  /** The address of its first database, with this schema first in the search path. */
  url(schema: string): string;
  /** The address of a new, empty database. */
  addDatabase(): string;
  /** Goes away as in a power cut; `resume` brings it back with what it holds. */
  interrupt(): void;
  resume(): void;
  stop(): void;
}

/**
 * A cluster of our own on a Unix socket in a temporary directory, run by the unprivileged user that
 * PostgreSQL insists on. Stopped by `stop`, or when the process exits.
 */
export function startPrivatePostgres(): PrivatePostgres {
  const programs = findPrograms() ?? installPrograms();
  const user = process.getuid?.() === 0 ? unprivilegedUser() : null;
  const directory = mkdtempSync(join(tmpdir(), 'opg-'));
  if (user) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const run = (program: string, ...parameters: string[]): void => {
    execFileSync(join(programs, program), parameters, {
      ...user,
      cwd: directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 120_000,
    });
  };
  run('initdb', '-D', data, '-U', 'outpost', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N');
  const options = `-c listen_addresses= -k ${directory} -c fsync=off -c max_connections=60 -c deadlock_timeout=20`;
  let running = false;
  const resume = (): void => {
    run('pg_ctl', 'start', '-w', '-s', '-D', data, '-l', join(directory, 'log'), '-o', options);
    running = true;
  };
  const interrupt = (): void => {
    if (running) run('pg_ctl', 'stop', '-s', '-m', 'immediate', '-D', data);
    running = false;
  };
  const stop = (): void => {
    interrupt();
    rmSync(directory, { recursive: true, force: true });
  };
  resume();
  process.once('exit', stop);
  let databases = 0;
  return {
    url: (schema) =>
      `postgres://outpost@localhost/postgres?host=${directory}&options=-csearch_path%3D${schema}`,
    addDatabase() {
      databases += 1;
      const name = `d${databases}`;
      run('createdb', '-h', directory, '-U', 'outpost', name);
      return `postgres://outpost@localhost/${name}?host=${directory}`;
    },
    interrupt,
    resume,
    stop,
  };
}

function findPrograms(): string | null {
  // Debian's own folders first: a link on the PATH may lack its neighbours.
  const folders = [
    ...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const needed = ['initdb', 'pg_ctl', 'postgres', 'createdb'];
  return (
    folders.find((folder) => needed.every((program) => existsSync(join(folder, program)))) ?? null
  );
}

/** Debian's package, where that is possible: continuous integration starts on a bare machine. */
function installPrograms(): string {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error('These tests need PostgreSQL’s server. On Debian: apt-get install postgresql');
  const options = {
    stdio: 'ignore',
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  execFileSync('/usr/bin/apt-get', ['update'], options);
  execFileSync(
    '/usr/bin/apt-get',
    ['install', '-y', '--no-install-recommends', 'postgresql'],
    options,
  );
  const installed = findPrograms();
  if (!installed) throw new Error('PostgreSQL was installed, but its programs are not found.');
  return installed;
}

function unprivilegedUser(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
