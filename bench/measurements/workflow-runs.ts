import type { WorkflowFigures, WorkflowLoad } from '../programs/workflow-load.ts';
import { stallRow, type Measurement, type Row } from '../row.ts';
import { createDataDirectory, OutpostProcess } from '../support/outpost-process.ts';
import { runProgram } from '../support/run-program.ts';
import { median } from '../support/statistics.ts';

const clientCounts = [20, 50, 100];

/** Start → end over the Service API: logged, durable, and the stalls of the event loop meanwhile. */
export const workflowRuns: Measurement = {
  name: 'workflow-runs',
  async run(): Promise<readonly Row[]> {
    const server = await OutpostProcess.start(createDataDirectory());
    try {
      const { key } = await server.importApp('start-end.yml');
      const rows: Row[] = [];
      const stalls = { stallMs: 0, workMs: 0 };
      // What runs for the first time is compiled; that is measured as start-up.
      await load(server, key, { clients: 20, warmUpMs: 3000, rounds: 1, roundMs: 100 });
      for (const clients of clientCounts) {
        server.resetLoad();
        const plan = { clients, warmUpMs: 1500, rounds: 5, roundMs: 2000 };
        const figures = await load(server, key, plan);
        const { stallMs, workMs, cpuMs } = await server.readLoad();
        if (figures.wrongAnswers > 0) throw new Error(`${figures.wrongAnswers} runs went wrong.`);
        stalls.stallMs = Math.max(stalls.stallMs, stallMs);
        stalls.workMs = Math.max(stalls.workMs, workMs);
        rows.push({
          title: `Start → end over HTTP, ${clients} clients`,
          measured: median(figures.rates),
          unit: 'runs/s',
          budget: { atLeast: 2500 },
          note: noteOn(figures, cpuMs, plan),
        });
      }
      return [...rows, stallRow('workflow runs', stalls)];
    } finally {
      await server.stop();
    }
  },
};

type Plan = Pick<WorkflowLoad, 'clients' | 'warmUpMs' | 'rounds' | 'roundMs'>;

function load(server: OutpostProcess, key: string, plan: Plan): Promise<WorkflowFigures> {
  return runProgram<WorkflowLoad, WorkflowFigures>('workflow-load', {
    url: `${server.url}/v1/workflows/run`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: { text: 'hello' }, user: 'bench', response_mode: 'blocking' }),
    expected: '"status":"succeeded","outputs":{"text":"hello"}',
    ...plan,
  });
}

function noteOn(
  { p95Ms, cpuShare, rates }: WorkflowFigures,
  cpuMs: number,
  { warmUpMs, rounds, roundMs }: Plan,
): string {
  const runs = (median(rates) * (warmUpMs + rounds * roundMs)) / 1000;
  const limit = cpuShare > 0.9 ? '; the load generator was the limit' : '';
  return `p95 ${p95Ms.toFixed(1)} ms; ≈ ${((cpuMs * 1000) / runs).toFixed(0)} µs of CPU a run, load generator at ${(cpuShare * 100).toFixed(0)} %${limit}`;
}
