import type { EngineFigures, EngineLoad } from '../programs/engine-load.ts';
import type { Measurement, Row } from '../row.ts';
import { runProgram } from '../support/run-program.ts';
import { median } from '../support/statistics.ts';

/** The engine alone: no store, no socket. */
export const engine: Measurement = {
  name: 'engine',
  async run(): Promise<readonly Row[]> {
    const measure = async (between: number): Promise<number> => {
      const plan = { between, rounds: 7, roundMs: 700 };
      const { rates } = await runProgram<EngineLoad, EngineFigures>('engine-load', plan);
      return median(rates);
    };
    const row = { unit: 'nodes/s', budget: { atLeast: 50_000 } };
    return [
      { ...row, title: 'Engine alone, start → end', measured: await measure(0) },
      { ...row, title: 'Engine alone, a chain of 100 nodes', measured: await measure(98) },
    ];
  },
};
