/**
 * `npm run bench`: what was promised, measured. Whole processes, warm-up, medians. It prints and
 * fails on nothing: figures of a busy machine say more of the machine.
 *
 *   --only NAME[,NAME]  some of the measurements
 *   --json              the rows as JSON
 *   --write             into docs/bench.md as well
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engine } from './measurements/engine.ts';
import { startUp } from './measurements/start-up.ts';
import { firstToken, modelChunks } from './measurements/streams.ts';
import { workflowRuns } from './measurements/workflow-runs.ts';
import { describe, table } from './print.ts';
import type { Measurement, Row } from './row.ts';
import { describeMachine } from './support/machine.ts';

const measurements: readonly Measurement[] = [
  startUp,
  workflowRuns,
  engine,
  firstToken,
  modelChunks,
];
const root = fileURLToPath(new URL('../', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const names = flags.only?.split(',') ?? measurements.map(({ name }) => name);
const unknown = names.filter(
  (name) => !measurements.some((measurement) => measurement.name === name),
);
if (unknown.length > 0) {
  const known = measurements.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no measurement “${unknown.join(', ')}”; there are ${known}.\n`);
  process.exit(2);
}

const machine = describeMachine(root);
const prepare = new URL('../scripts/prepare.mjs', import.meta.url).href;
const { build } = (await import(prepare)) as { readonly build: () => void };
build();
const rows: Row[] = [];
for (const measurement of measurements) {
  if (!names.includes(measurement.name)) continue;
  process.stderr.write(`Measuring ${measurement.name} …\n`);
  rows.push(...(await measurement.run()));
}
const result = flags.json
  ? JSON.stringify({ machine, rows }, null, 2)
  : `${describe(machine)}\n\n${table(rows)}`;
process.stdout.write(`${result}\n`);
if (flags.write)
  writeFileSync(
    `${root}docs/bench.md`,
    `# Benchmark\n\nWritten by \`npm run bench -- --write\`.\n\n${describe(machine)}\n\n${table(rows)}\n`,
  );
