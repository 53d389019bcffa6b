import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowFigures, WorkflowLoad } from '../programs/workflow-load.ts';
import type { Row } from '../row.ts';
import { ask, freePort, type Question } from '../support/ask.ts';
import { treeMemoryMb } from '../support/memory.ts';
import { runProgram } from '../support/run-program.ts';
import { median } from '../support/statistics.ts';

export interface Peer {
  readonly name: string;
  /** The command that `start` is given to. */
  readonly program: string;
  readonly environment: (port: number) => Readonly<Record<string, string>>;
  readonly question: Question;
  /** The question runs a workflow, so its rate can be compared. */
  readonly isWorkflow: boolean;
}

const startMs = 300_000;
const settleMs = 5000;
const clients = 20;

/** The second start of a peer, so that its data is there already: time, memory, and its rate if it has one. */
export async function measurePeer(peer: Peer): Promise<readonly Row[]> {
  const { name } = peer;
  await stop((await start(peer)).child);
  const { child, url, seconds } = await start(peer);
  try {
    await sleep(settleMs);
    const row = { budget: null };
    const rows: Row[] = [
      { ...row, title: `${name}: idle memory`, measured: treeMemoryMb(child.pid ?? 0), unit: 'MB' },
      { ...row, title: `${name}: start to the first answer`, measured: seconds, unit: 's' },
    ];
    if (!peer.isWorkflow) return rows;
    const { path, body, expected } = peer.question;
    const figures = await runProgram<WorkflowLoad, WorkflowFigures>('workflow-load', {
      url: `${url}${path}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      expected,
      clients,
      warmUpMs: 3000,
      rounds: 5,
      roundMs: 3000,
    });
    const title = `${name}: start → end over HTTP, ${clients} clients`;
    return [...rows, { ...row, title, measured: median(figures.rates), unit: 'runs/s' }];
  } finally {
    await stop(child);
  }
}

async function start({ name, program, environment, question }: Peer): Promise<{
  readonly child: ChildProcess;
  readonly url: string;
  readonly seconds: number;
}> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const env = { ...process.env, ...environment(port) };
  const child = spawn(program, ['start'], { env, stdio: 'ignore', detached: true });
  process.once('exit', () => end(child, 'SIGKILL'));
  while (performance.now() - begun < startMs && child.exitCode === null) {
    const answer = await ask(url, question);
    if (answer?.includes(question.expected))
      return { child, url, seconds: (performance.now() - begun) / 1000 };
    await sleep(20);
  }
  end(child, 'SIGKILL');
  throw new Error(`${name} did not answer rightly within ${startMs / 1000} s of its start`);
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  end(child, 'SIGTERM');
  const late = setTimeout(() => end(child, 'SIGKILL'), 15_000);
  await exited;
  clearTimeout(late);
}

/** The whole group: these programs start others. */
function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}
