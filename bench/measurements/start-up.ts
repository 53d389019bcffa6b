import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement, Row } from '../row.ts';
import type { Question } from '../support/ask.ts';
import { treeMemoryMb } from '../support/memory.ts';
import { createDataDirectory, OutpostProcess } from '../support/outpost-process.ts';
import { median } from '../support/statistics.ts';

const starts = 5;
/** Long enough for whatever a start leaves to be done later. */
const settleMs = 3000;

/** Starts on existing data: the time to the first workflow that is run, and the memory when nothing happens. */
export const startUp: Measurement = {
  name: 'start-up',
  async run(): Promise<readonly Row[]> {
    const directory = createDataDirectory();
    const first = await OutpostProcess.start(directory);
    const question = await questionFor(first, 'start-end.yml', { text: 'hello' });
    const python = await questionFor(first, 'python.yml', {});
    await first.stop();

    const seconds: number[] = [];
    const memory: number[] = [];
    let withPython = Number.NaN;
    for (let start = 0; start < starts; start++) {
      const begun = performance.now();
      const server = await OutpostProcess.spawn(directory);
      seconds.push(((await server.firstAnswer(question)) - begun) / 1000);
      await sleep(settleMs);
      memory.push(treeMemoryMb(server.pid));
      if (start === starts - 1) {
        await server.firstAnswer(python);
        await sleep(settleMs);
        withPython = treeMemoryMb(server.pid);
      }
      await server.stop();
    }
    return [
      {
        title: 'Idle memory of the whole platform',
        measured: median(memory),
        unit: 'MB',
        budget: { atMost: 150 },
      },
      {
        title: '… after a Python node has run',
        measured: withPython,
        unit: 'MB',
        budget: null,
        note: 'its interpreter stays warm for a while',
      },
      {
        title: 'Start with existing data to the first workflow run',
        measured: median(seconds),
        unit: 's',
        budget: { atMost: 0.7 },
      },
    ];
  },
};

async function questionFor(
  server: OutpostProcess,
  file: string,
  inputs: Readonly<Record<string, string>>,
): Promise<Question> {
  const { key } = await server.importApp(file);
  const body = { inputs, user: 'bench', response_mode: 'blocking' };
  return { path: '/v1/workflows/run', key, body, expected: '"status":"succeeded"' };
}
