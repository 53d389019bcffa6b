import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../row.ts';
import { median } from '../support/statistics.ts';
import { installFromPypi, peerDirectory, runCommand } from './install.ts';

const release = { name: 'graphon', version: '0.4.0' };
const app = new URL('../apps/start-end.yml', import.meta.url);

/** As its README on PyPI says: load a workflow file, run the engine to its end. */
const program = `
import json, sys, time
from graphon.dsl import loads
dsl = open(sys.argv[1], encoding="utf-8").read()
def run():
    engine = loads(dsl, credentials={}, workflow_id="bench", start_inputs={"text": "hello"})
    return list(engine.run())
rates = []
for _ in range(6):
    begun, runs = time.perf_counter(), 0
    while time.perf_counter() - begun < 2:
        run()
        runs += 1
    rates.append(runs * 2 / (time.perf_counter() - begun))
print(json.dumps(rates[1:]))
`;

export const graphon: Measurement = {
  name: 'graphon',
  async run() {
    const directory = peerDirectory('graphon');
    const python = await installFromPypi(release, directory, ['python3.13', 'python3.12']);
    const script = join(directory, 'bench.py');
    const workflow = join(directory, 'start-end.yml');
    writeFileSync(script, program);
    writeFileSync(workflow, readFileSync(app));
    const rates = JSON.parse(await runCommand(python, [script, workflow])) as number[];
    return [
      {
        title: `graphon ${release.version}: engine alone, start → end`,
        measured: median(rates),
        unit: 'nodes/s',
        budget: null,
        note: 'the file is loaded for each run, as its interface asks',
      },
    ];
  },
};
