/**
 * `npm run bench`: what was promised, measured. Whole processes, warm-up, medians. It prints and
 * fails on nothing: figures of a busy machine say more of the machine.
 *
 *   --only NAME[,NAME]  some of the measurements
 *   --peers             also n8n, Flowise and graphon, installed from their registries: slow, gigabytes
 *   --json              the rows as JSON
 *   --write             into docs/bench.md as well
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '@outpost/contracts';
import { engine } from './measurements/engine.ts';
import { startUp } from './measurements/start-up.ts';
import { firstToken, modelChunks } from './measurements/streams.ts';
import { workflowRuns } from './measurements/workflow-runs.ts';
import { flowise } from './peers/flowise.ts';
import { graphon } from './peers/graphon.ts';
import { n8n } from './peers/n8n.ts';
import { build } from '../scripts/prepare.mjs';
import { describe, introduction, table } from './print.ts';
import type { Measurement, Row } from './row.ts';
import { describeMachine } from './support/machine.ts';

const ours: readonly Measurement[] = [startUp, workflowRuns, engine, firstToken, modelChunks];
const peers: readonly Measurement[] = [n8n, flowise, graphon];
const root = fileURLToPath(new URL('../', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const chosen = chooseMeasurements();
const machine = describeMachine(root);
build();
const rows: Row[] = [];
/** What could not be measured, and why. */
const gaps: string[] = [];
for (const measurement of chosen) {
  process.stderr.write(`Measuring ${measurement.name} …\n`);
  try {
    rows.push(...(await measurement.run()));
  } catch (error) {
    gaps.push(`${measurement.name} could not be measured: ${messageOf(error)}`);
  }
}
const page = [describe(machine), table(rows), ...gaps].join('\n\n');
process.stdout.write(`${flags.json ? JSON.stringify({ machine, rows, gaps }, null, 2) : page}\n`);
if (flags.write) writeFileSync(`${root}docs/bench.md`, `${introduction}\n\n${page}\n`);

function chooseMeasurements(): readonly Measurement[] {
  const all = [...ours, ...peers];
  if (flags.only === undefined) return flags.peers ? all : ours;
  return flags.only.split(',').map((name) => {
    const found = all.find((measurement) => measurement.name === name);
    if (found) return found;
    const known = all.map((measurement) => measurement.name).join(', ');
    process.stderr.write(`There is no measurement “${name}”; there are ${known}.\n`);
    process.exit(2);
  });
}
