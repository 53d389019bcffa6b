// `npm test`: everything that must pass, from a fresh clone.
import { build, fetchPacks, install, run, say } from './prepare.mjs';

/** @type {readonly (readonly [name: string, script: string])[]} */
const steps = [
  ['format', 'format:check'],
  ['lint and tiers', 'lint'],
  ['types', 'types'],
  ['unused code', 'unused'],
  ['unit tests', 'unit'],
  ['process tests', 'process'],
  ['end-to-end tests', 'e2e'],
];

install();
fetchPacks();
build();
for (const [name, script] of steps) {
  const startedAt = Date.now();
  say(`\n── ${name}`);
  run('npm', ['run', '-s', script], { shell: process.platform === 'win32' });
  say(`── ${name}: passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
