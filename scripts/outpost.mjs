// `npm run -s outpost -- …`: the command line from a checkout.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, root } from './prepare.mjs';

install();
build();
const result = spawnSync(
  join(root, 'node_modules', '.bin', 'node'),
  [join(root, 'dist', 'outpost.mjs'), ...process.argv.slice(2)],
  // npm changes into the project's root; paths are meant from where the person stands.
  { cwd: process.env.INIT_CWD ?? process.cwd(), env: environment, stdio: 'inherit' },
);
process.exit(result.status ?? 1);
