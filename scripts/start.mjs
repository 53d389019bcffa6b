// `npm start`: from a fresh clone to a running platform.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, fetchPacks, install, root } from './prepare.mjs';

install();
fetchPacks();
build();

const server = spawn(
  join(root, 'node_modules', '.bin', 'node'),
  [join(root, 'dist', 'outpost.mjs'), 'start', ...process.argv.slice(2)],
  { cwd: root, env: environment, stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
