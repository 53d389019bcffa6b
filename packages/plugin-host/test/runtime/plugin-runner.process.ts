import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import type { AnswerInvoke } from '../../src/runtime/plugin-session.ts';
import { collect, first, TestRunner } from '../support/test-runner.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (what: string, isTrue: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(`waited in vain: ${what}`);
};

test('no process runs before the first call, and one process serves many calls at once', async () => {
  await using runner = new TestRunner();
  assert.equal(runner.status().state, 'off');

  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, call) =>
      collect(runner.ask('echo', { text: `call ${call}`, count: 20 })),
    ),
  );

  const chunks = answers.flat() as { index: number; text: string; pid: number }[];
  assert.equal(new Set(chunks.map(({ pid }) => pid)).size, 1);
  answers.forEach((answer, call) =>
    assert.deepEqual(
      (answer as typeof chunks).map(({ index, text }) => [index, text]),
      Array.from({ length: 20 }, (_, index) => [index, `call ${call}`]),
    ),
  );
});

test('a process has the environment that its command names and nothing else', async () => {
  process.env['OUTPOST_TEST_SECRET'] = 'never';
  await using runner = new TestRunner();

  const [environment] = await collect(runner.ask('environment'));

  assert.deepEqual(Object.keys(environment as object).toSorted(), ['GIVEN', 'PATH']);
});

test('an exception of the plugin is an error after what came before it', async () => {
  await using runner = new TestRunner();
  const heard: string[] = [];

  await assert.rejects(
    async () => {
      for await (const chunk of runner.ask('fail')) heard.push(String(chunk));
    },
    (error: AppError) => error.message === 'acme/node: ValueError: as you wished',
  );
  assert.deepEqual(heard, ['before']);
});

test('what a plugin prints is logged, and messages beside it are heard', async () => {
  await using runner = new TestRunner();
  runner.log.hide(['hunter2-hunter2']);

  assert.deepEqual(await collect(runner.ask('noise', { secret: 'hunter2-hunter2' })), [
    'heard',
    'a',
    'b',
  ]);

  await until('the error stream is logged', () => runner.log.lastOutput().includes('error stream'));
  const lines = runner.log.tail(100);
  assert.deepEqual(
    lines.filter(({ source }) => source === 'output').map(({ text }) => text),
    ['some noise', '{"event": "heartbeat"', '[1,2]', 'printed into', 'to the error stream ••••'],
  );
  assert.ok(lines.some(({ source, text }) => source === 'plugin' && text === 'Installed'));
});

test('messages of sessions that were never opened or have ended reach nobody', async () => {
  await using runner = new TestRunner();

  assert.deepEqual(await collect(runner.ask('lie')), ['true']);
  assert.deepEqual((await collect(runner.ask('echo', { text: 'still here' }))).length, 1);
});

test('a plugin that dies fails its calls, and the next call has a new process', async () => {
  await using runner = new TestRunner();

  const [waiting, dying] = await Promise.all([
    collect(runner.ask('wait')),
    collect(runner.ask('die')),
  ]);

  assert.deepEqual(
    [waiting, dying],
    [
      ['waiting', 'plugin_died'],
      ['last words', 'plugin_died'],
    ],
  );
  assert.deepEqual((await collect(runner.ask('echo'))).length, 1);
});

test('a plugin that gives no sign of life is stopped', async () => {
  await using runner = new TestRunner({ silenceMs: 300 });

  assert.deepEqual(await collect(runner.ask('spin')), ['spinning', 'plugin_unresponsive']);
});

test('a plugin that is never ready fails the call, after the limit of its start', async () => {
  await using runner = new TestRunner({ startMs: 200 }, 'mute');

  await assert.rejects(collect2(runner), /was not ready after 200 ms/);
});

test('a plugin that cannot start says why, waits longer each time, and recovers', async () => {
  await using runner = new TestRunner({ backOffMs: [0, 60_000] }, 'broken');

  await assert.rejects(collect2(runner), /Traceback: no module named nothing/);
  await assert.rejects(collect2(runner), /exit code 3/);
  const error = await collect2(runner).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof AppError && error.code === 'plugin_start_failed');
  assert.ok((error.retryAfterMs ?? 0) > 50_000);
  assert.equal(runner.status().state, 'failed');

  runner.mode.value = '';
  runner.replace('it was installed anew');
  assert.equal((await collect(runner.ask('echo'))).length, 1);
});

test('a call ends when its time is up, and its process is replaced when it goes on all the same', async () => {
  await using runner = new TestRunner({ abandonedMs: 100 });
  const pid = await pidOf(runner);

  const late = await collect(runner.ask('wait', {}, { timeoutMs: 100 }));

  assert.deepEqual(late, ['waiting', 'plugin_timed_out']);
  assert.equal(await pidOf(runner), pid);
  await until('the old process is gone', () => !isAlive(pid));
  assert.notEqual(await pidOf(runner), pid);
});

test('a process that is replaced first finishes what others wait for', async () => {
  await using runner = new TestRunner({ abandonedMs: 50 });
  const pid = await pidOf(runner);
  const stop = new AbortController();
  const unfinished = collect(runner.ask('wait-a-little', { ms: 500 }));
  const abandoned = runner.ask('wait', {}, { signal: stop.signal });
  await first(abandoned);

  stop.abort(new Error('enough'));
  await assert.rejects(async () => abandoned.next(), /enough/);
  await until('another process takes over', () => runner.status().pid !== pid);
  assert.ok(isAlive(pid));

  assert.deepEqual(await unfinished, ['waiting', 'done']);
  await until('the old process is gone', () => !isAlive(pid));
});

test('a reader that leaves early costs no process when the plugin then ends by itself', async () => {
  await using runner = new TestRunner({ abandonedMs: 2000 });
  const pid = await pidOf(runner);

  for await (const _ of runner.ask('wait-a-little', { ms: 50 })) break;
  await until('nothing is open', () => runner.status().calls === 0);

  assert.equal(await pidOf(runner), pid);
});

test('a call whose reader falls behind is ended, others go on', async () => {
  await using runner = new TestRunner({ unreadCharactersMax: 200_000, abandonedMs: 50 });

  const slow = runner.ask('flood');
  await first(slow);
  const other = await collect(runner.ask('wait-a-little', { ms: 100 }));
  const rest = await collect(slow);

  assert.deepEqual(other, ['waiting', 'done']);
  assert.equal(rest.at(-1), 'plugin_flooded');
  assert.ok(rest.length < 30);
});

test('a plugin that prints without end is stopped', async () => {
  await using runner = new TestRunner({ noiseCharactersMax: 1_000_000 });

  assert.deepEqual(await collect(runner.ask('shout')), ['plugin_flooded']);
  assert.ok(runner.log.tail(10_000).length < 500);
});

test('lines of many megabytes arrive whole; one without end stops the plugin', async () => {
  await using runner = new TestRunner({ lineCharactersMax: 12_000_000 });

  const [line] = (await collect(runner.ask('long', { characters: 6_000_000 }))) as [string];
  assert.equal(line.length, 6_000_000);

  assert.deepEqual(await collect(runner.ask('endless-line')), ['plugin_flooded']);
});

test('a plugin that takes too much memory is stopped', async () => {
  await using runner = new TestRunner({ memoryBytesMax: 300_000_000 });

  assert.deepEqual(await collect(runner.ask('grow')), ['plugin_out_of_memory']);
});

test('a plugin that does not read its input loses the call, not the host', async () => {
  await using runner = new TestRunner({ unsentBytesMax: 1_000_000, abandonedMs: 50 }, 'deaf');

  assert.deepEqual(await collect(runner.ask('echo', {}, { timeoutMs: 100 })), ['plugin_timed_out']);
  assert.deepEqual(await collect(runner.ask('echo', { text: 'x'.repeat(2_000_000) })), [
    'plugin_unresponsive',
  ]);
});

test('what a plugin started goes with it', async () => {
  await using runner = new TestRunner();
  const call = runner.ask('child');
  const pid = (await first(call)) as number;
  assert.ok(isAlive(pid));

  await runner.close();

  await until('the child is gone', () => !isAlive(pid));
});

test('a process without work is stopped, and the next call starts one', async () => {
  await using runner = new TestRunner({ idleStopMs: 50 });
  const pid = await pidOf(runner);

  await until('it is off', () => runner.status().state === 'off' && !isAlive(pid));

  assert.equal((await collect(runner.ask('echo'))).length, 1);
});

test('more calls than the limit are refused, not queued', async () => {
  await using runner = new TestRunner({ sessionsMax: 2 });
  const calls = [runner.ask('wait'), runner.ask('wait')];
  await Promise.all(calls.map(first));

  assert.deepEqual(await collect(runner.ask('echo')), ['plugin_busy']);
  await Promise.all(calls.map((call) => call.return()));
});

test('what the plugin asks of the host is answered call by call', async () => {
  await using runner = new TestRunner();
  const answer: AnswerInvoke = async function* ({ type, request }) {
    if (type === 'storage') throw new Error('no such key');
    yield { part: 1, of: request['name'] };
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield { part: 2, of: request['name'] };
  };

  const [answers] = await collect(
    runner.ask(
      'invoke',
      {
        requests: [
          { type: 'llm', name: 'a' },
          { type: 'storage', name: 'b' },
          { type: 'tool', name: 'c' },
        ],
      },
      { answer },
    ),
  );

  const two = (name: string) => [
    ['response', { part: 1, of: name }],
    ['response', { part: 2, of: name }],
    ['end', ''],
  ];
  assert.deepEqual(answers, [
    two('a'),
    [
      ['error', 'no such key'],
      ['end', ''],
    ],
    two('c'),
  ]);
});

test('a call for the host without an id fails the session', async () => {
  await using runner = new TestRunner();

  assert.deepEqual(await collect(runner.ask('invoke-badly')), ['plugin_answer_invalid']);
});

test('the host stops what it does for a call that was abandoned', async () => {
  await using runner = new TestRunner();
  const stopped = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  // oxlint-disable-next-line require-yield -- it waits for ever
  const answer: AnswerInvoke = async function* (_, { signal }) {
    asked.resolve();
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        stopped.resolve();
        reject(new Error('stopped'));
      });
    });
  };
  const stop = new AbortController();
  const call = collect(
    runner.ask('invoke', { requests: [{ type: 'llm' }] }, { answer, signal: stop.signal }),
  );
  await asked.promise;

  stop.abort(new Error('enough'));

  await stopped.promise;
  assert.deepEqual(await call, ['Error: enough']);
  // Told so, the plugin ends the call by itself, and keeps its process.
  await until('nothing is open', () => runner.status().calls === 0);
});

async function pidOf(runner: TestRunner): Promise<number> {
  const [chunk] = (await collect(runner.ask('echo'))) as [{ pid: number }];
  return chunk.pid;
}

async function collect2(runner: TestRunner): Promise<void> {
  for await (const _ of runner.ask('echo'));
}
