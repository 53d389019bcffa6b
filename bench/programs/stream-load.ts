/** Clients that ask for a stream and read it to its end, over and over. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from './answer-parent.ts';

export interface StreamLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Stands in the frames that hold text, which others may repeat. */
  readonly textFrame: string;
  /** One token's text. */
  readonly token: string;
  /** Stands in one of a right answer's last frames. */
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
  load: StreamLoad,
  count: (tokens: number) => void,
): Promise<{ readonly firstTokenMs: number; readonly isRight: boolean }> {
  const { url, headers, body, ending } = load;
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
        const end = text.lastIndexOf('\n\n') + 2;
        if (end < 2) {
          rest = text;
          return;
        }
        rest = text.slice(end);
        for (const frame of text.slice(0, end).split('\n\n')) {
          isRight ||= frame.includes(ending);
          const tokens = tokensIn(frame, load);
          if (tokens > 0 && Number.isNaN(firstTokenMs)) firstTokenMs = performance.now() - begun;
          count(tokens);
        }
      });
      answer.on('end', finish);
      answer.on('error', finish);
    });
    asked.on('error', finish);
    asked.end(body);
  });
}

function tokensIn(frame: string, { textFrame, token }: StreamLoad): number {
  if (!frame.includes(textFrame)) return 0;
  let tokens = 0;
  for (let at = frame.indexOf(token); at >= 0; at = frame.indexOf(token, at + token.length))
    tokens += 1;
  return tokens;
}
