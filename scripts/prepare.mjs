// Plain JavaScript: it runs on whatever Node (20 or newer) the machine has, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
// npm writes it at the end of every install: what lies in node_modules.
const installed = join(root, 'node_modules', '.package-lock.json');
const buildStamp = join(root, 'dist', '.built-from');

/** The environment in which `node` is the pinned one. */
export const environment = {
  // A checkout has its packs beside it; every data directory uses them.
  OUTPOST_PACKS_DIRECTORY: join(root, '.outpost'),
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
};

/** Runs a command to its end; a failure ends this program with the same code. */
export function run(command, commandArguments, options = {}) {
  const result = spawnSync(command, commandArguments, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    ...options,
  });
  if (result.error) fail(`${command} cannot be started: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Installs the locked dependencies unless they are there. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Node 20 or newer is needed to install Outpost; this is ${process.version}.`);
  if (existsSync(installed) && isNewer(installed, join(root, 'package-lock.json'))) return;
  say('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
  if (!existsSync(join(bin, 'node')))
    fail(
      'npm did not install the pinned Node for this machine. Supported: linux-x64, linux-arm64, darwin-arm64.',
    );
}

function isNewer(file, than) {
  return statSync(file).mtimeMs >= statSync(than).mtimeMs;
}

/** Fetches the pinned packs unless the ones of this lock file are all there. */
export function fetchPacks() {
  const lock = readFileSync(join(root, 'packages', 'packs', 'packs.lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const complete = join(root, '.outpost', 'complete');
  if (existsSync(complete) && readFileSync(complete, 'utf8') === hash) return;
  run('node', ['scripts/fetch-packs.ts', '--stamp', hash]);
}

/** Bundles the programs into `dist/` unless they are newer than every source. */
export function build() {
  if (existsSync(buildStamp) && Number(readFileSync(buildStamp, 'utf8')) >= newestSource()) return;
  say('Building …');
  const newest = newestSource();
  run('node', ['scripts/build.ts']);
  writeFileSync(buildStamp, String(newest));
}

/** The time of the latest change to anything that goes into the bundle, in milliseconds. */
function newestSource() {
  let newest = statSync(join(root, 'package-lock.json')).mtimeMs;
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) visit(path);
      else newest = Math.max(newest, statSync(path).mtimeMs);
    }
  };
  for (const name of readdirSync(join(root, 'packages'))) {
    for (const part of ['src', 'assets', 'public', 'vite']) {
      const directory = join(root, 'packages', name, part);
      if (existsSync(directory)) visit(directory);
    }
  }
  return Math.max(newest, statSync(join(root, 'scripts', 'build.ts')).mtimeMs);
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
