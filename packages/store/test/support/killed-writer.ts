/**
 * Writes runs as fast as it can and says on standard output what the store has acknowledged, until
 * it is killed: `log <run> <last seq>` and `end <run>`. Begins by resuming what a killed one left.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import type { RunEvent } from '@outpost/contracts';
import { openStore } from '../../src/index.ts';

const directory = process.argv[2] ?? '';
const store = await openStore({
  directory,
  clock: {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: () => () => {},
  },
  ids: { uuid: randomUUID },
  secrets: { encrypt: (text) => text, decrypt: (text) => text },
});
/** Waits while the pipe is full: whoever reads it may be slower. */
function say(line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0;)
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
}

// It never exits in order, so the cache that makes the next start fast is written here.
flushCompileCache();
const left = await store.runs.takeOver(10_000);
await Promise.all(
  left.map(async ({ id }) => {
    const seq = (await store.runLog.read(id)).at(-1)?.seq ?? 0;
    await writeRun(id, seq + 1);
    say(`resumed ${id}`);
  }),
);
say('ready');
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (;;) {
      const id = randomUUID();
      await store.runs.start({
        id,
        workspaceId: 'w',
        appId: 'a',
        versionId: null,
        mode: 'workflow',
        source: 'service-api',
        triggeredFrom: 'app-run',
        taskId: id,
        endUserId: null,
        accountId: null,
        conversationId: null,
        messageId: null,
        inputs: { filler: 'x'.repeat(500) },
      });
      say(`log ${id} 0`);
      await writeRun(id, 1);
    }
  }),
);

async function writeRun(id: string, firstSeq: number): Promise<void> {
  let seq = firstSeq;
  for (let batch = 0; batch < 3; batch += 1) {
    const events = Array.from({ length: 3 }, (_, index) => event(seq + index));
    await store.runLog.append(id, events);
    seq += events.length;
    say(`log ${id} ${seq - 1}`);
  }
  await store.runs.finish(id, {
    status: 'succeeded',
    outputs: {},
    error: null,
    totalTokens: 0,
    totalSteps: seq,
    totalPrice: '0',
    currency: 'USD',
    exceptions: 0,
    elapsedMs: 0,
  });
  say(`end ${id}`);
}

function event(seq: number): RunEvent {
  return {
    type: 'text-delta',
    seq,
    at: Date.now(),
    text: 'some text '.repeat(20),
    selector: ['answer', 'answer'],
    responseNodeId: 'answer',
  };
}
