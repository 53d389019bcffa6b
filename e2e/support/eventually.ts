import { setTimeout as wait } from 'node:timers/promises';

/** Asks until the answer is as wanted; what never becomes true fails with the last answer. */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
  timeoutMs = 20_000,
): Promise<Answer> {
  const lateAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > lateAt) throw new Error(`It did not happen: ${JSON.stringify(answer)}`);
    await wait(50);
  }
}
