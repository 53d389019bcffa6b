/** Clients that ask for a stream and read it to its end, over and over. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from './answer-parent.ts';

export interface StreamLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Stands in every piece that holds a token, once. */
  readonly token: string;
  /** Stands in a right answer's last piece. */
  readonly ending: string;
  readonly streams: number;
  /** The first requests are spread over this time. */
  readonly spreadMs: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

export interface StreamFigures {
  /** From the request to the first token, for requests after the warm-up. */
  readonly firstTokenMs: readonly number[];
  readonly tokensPerSecond: number;
  readonly wrongAnswers: number;
  readonly cpuShare: number;
}

answerParent<StreamLoad, StreamFigures>(async (load) => {
  const { streams, spreadMs, warmUpMs, measuredMs } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: streams });
  const tally = {
    open: true,
    measured: false,
    tokens: 0,
    wrongAnswers: 0,
    firstTokenMs: [] as number[],
  };
  const working = Array.from({ length: streams }, async (_, place) => {
    await sleep((place * spreadMs) / streams);
    while (tally.open) {
      const { firstTokenMs, isRight } = await ask(
        agent,
        load,
        (tokens) => (tally.tokens += tokens),
      );
      if (!isRight) tally.wrongAnswers += 1;
      if (tally.measured) tally.firstTokenMs.push(firstTokenMs);
    }
  });
  await sleep(warmUpMs);
  tally.measured = true;
  tally.tokens = 0;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  await sleep(measuredMs);
  const elapsedMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const { tokens } = tally;
  tally.open = false;
  await Promise.all(working);
  agent.destroy();
  return {
    firstTokenMs: tally.firstTokenMs,
    tokensPerSecond: (tokens * 1000) / elapsedMs,
    wrongAnswers: tally.wrongAnswers,
    cpuShare: (user + system) / 1000 / elapsedMs,
  };
});

function ask(
  agent: Agent,
  { url, headers, body, token, ending }: StreamLoad,
  count: (tokens: number) => void,
): Promise<{ readonly firstTokenMs: number; readonly isRight: boolean }> {
  return new Promise((resolve) => {
    const begun = performance.now();
    let firstTokenMs = Number.NaN;
    let rest = '';
    let isRight = false;
    const finish = (): void => resolve({ firstTokenMs, isRight });
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.setEncoding('latin1');
      answer.on('data', (piece: string) => {
        const text = rest + piece;
        const { tokens, end } = countIn(text, token);
        if (tokens > 0 && Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - begun;
        count(tokens);
        isRight ||= text.includes(ending);
        // A token or the ending may be cut by the pieces of the transport.
        rest = text.slice(Math.max(end, text.length - Math.max(token.length, ending.length)));
      });
      answer.on('end', finish);
      answer.on('error', finish);
    });
    asked.on('error', finish);
    asked.end(body);
  });
}

function countIn(text: string, token: string): { readonly tokens: number; readonly end: number } {
  let tokens = 0;
  let end = 0;
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, end)) {
    tokens += 1;
    end = at + token.length;
  }
  return { tokens, end };
}
