// `npm test`: everything that must pass, from a fresh clone.
import { build, install, run, say } from './prepare.mjs';

const steps = [
  ['format', ['run', '-s', 'format:check']],
  ['lint and tiers', ['run', '-s', 'lint']],
  ['types', ['run', '-s', 'types']],
  ['unused code', ['run', '-s', 'unused']],
  ['unit tests', ['run', '-s', 'unit']],
  ['process tests', ['run', '-s', 'process']],
  ['end-to-end tests', ['run', '-s', 'e2e']],
];

install();
run('node', ['scripts/fetch-packs.ts']);
build();
for (const [name, npmArguments] of steps) {
  const startedAt = Date.now();
  say(`\n── ${name}`);
  run('npm', npmArguments, { shell: process.platform === 'win32' });
  say(`── ${name}: passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
