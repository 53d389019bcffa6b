/** Clients that run a workflow and wait for its end, over and over. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from './answer-parent.ts';

export interface WorkflowLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What a right answer contains. */
  readonly expected: string;
  readonly clients: number;
  readonly warmUpMs: number;
  readonly roundMs: number;
  readonly rounds: number;
}

export interface WorkflowFigures {
  /** Answers a second, by round. */
  readonly rates: readonly number[];
  readonly answers: number;
  readonly wrongAnswers: number;
  readonly p95Ms: number;
  /** How busy this program was, 0–1: near 1 it measured itself. */
  readonly cpuShare: number;
}

answerParent<WorkflowLoad, WorkflowFigures>(async (load) => {
  const { clients, rounds, roundMs, warmUpMs } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const tally = { answers: 0, wrongAnswers: 0, open: true, waits: [] as number[] };
  const working = Array.from({ length: clients }, async () => {
    while (tally.open) {
      const begun = performance.now();
      if (!(await ask(agent, load))) tally.wrongAnswers += 1;
      tally.answers += 1;
      tally.waits.push(performance.now() - begun);
    }
  });
  await sleep(warmUpMs);
  tally.waits = [];
  const answersBefore = tally.answers;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = tally.answers;
    const roundBegun = performance.now();
    await sleep(roundMs);
    rates.push(((tally.answers - before) * 1000) / (performance.now() - roundBegun));
  }
  const { user, system } = process.cpuUsage(cpu);
  const cpuShare = (user + system) / 1000 / (performance.now() - begun);
  const answers = tally.answers - answersBefore;
  tally.open = false;
  await Promise.all(working);
  agent.destroy();
  const sorted = tally.waits.toSorted((a, b) => a - b);
  const p95Ms = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  return { rates, answers, wrongAnswers: tally.wrongAnswers, p95Ms, cpuShare };
});

function ask(agent: Agent, { url, headers, body, expected }: WorkflowLoad): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve(answer.statusCode === 200 && text.includes(expected)));
      answer.on('error', () => resolve(false));
    });
    asked.on('error', () => resolve(false));
    asked.end(body);
  });
}
