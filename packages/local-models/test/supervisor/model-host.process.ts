import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultLimits, type LocalModelLimits } from '../../src/limits.ts';
import { ModelHost, type HostEvent } from '../../src/supervisor/model-host.ts';
import { realClock } from '../support/real-clock.ts';

const program = new URL('../fixtures/obedient-host.ts', import.meta.url);

class TestHost extends ModelHost implements AsyncDisposable {
  constructor(limits: Partial<LocalModelLimits> = {}) {
    super({
      program,
      clock: realClock,
      limits: { ...defaultLimits(), ...limits },
      log: () => {},
    });
  }

  /** Calls the model of that name; `onFirst` is told of the first event. */
  async call(
    name: string,
    {
      signal = new AbortController().signal,
      onFirst = () => {},
    }: {
      readonly signal?: AbortSignal;
      readonly onFirst?: () => void;
    } = {},
  ): Promise<readonly HostEvent[]> {
    const events: HostEvent[] = [];
    await this.run(
      {
        type: 'chat',
        model: {
          name,
          file: '/none',
          tokenizerFile: null,
          runtimeDirectory: '/none',
          contextTokens: 1,
          threads: 1,
        },
        request: { messages: [], parameters: {} },
      },
      {
        signal,
        onEvent: (event) => {
          events.push(event);
          if (events.length === 1) onFirst();
        },
      },
    );
    return events;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

test('no process runs before the first call, and one serves them all', async () => {
  await using host = new TestHost();
  assert.equal(host.pid, null);

  const events = await host.call('answers');
  const { pid } = host;
  await Promise.all([host.call('answers'), host.call('answers')]);

  assert.deepEqual(
    events.map(({ type }) => type),
    ['text', 'chat-end'],
  );
  assert.ok(pid !== null);
  assert.equal(host.pid, pid);
});

test('a host gets no secret of the server in its environment', async () => {
  process.env['SECRET'] = 'key';
  await using host = new TestHost();

  const [first] = await host.call('answers');

  delete process.env['SECRET'];
  assert.equal(first?.type === 'text' && first.text, 'no secret');
});

test('a call whose host dies fails by name, and the next one has a new host', async () => {
  await using host = new TestHost();

  await assert.rejects(host.call('dies'), (error: Error) =>
    /dies.*exit code 3/.test(error.message),
  );

  assert.equal((await host.call('answers')).length, 2);
});

test('a host that sends no messages is ended', async () => {
  await using host = new TestHost();

  await assert.rejects(host.call('lies'), { code: 'model_call_failed', message: /frame claims/ });
});

test('a cancelled call ends at once and leaves the host to the next', async () => {
  await using host = new TestHost();
  const controller = new AbortController();
  const reason = new Error('stopped by the user');
  const onFirst = (): void => {
    controller.abort(reason);
  };

  await assert.rejects(host.call('waits', { signal: controller.signal, onFirst }), reason);

  const { pid } = host;
  assert.equal((await host.call('answers')).length, 2);
  assert.equal(host.pid, pid);
});

test('a host that does not stop when asked to is ended', async () => {
  await using host = new TestHost({ cancelTimeoutMs: 20 });
  const controller = new AbortController();
  const first = Promise.withResolvers<number | null>();
  const onFirst = (): void => {
    first.resolve(host.pid);
    controller.abort(new Error('stopped'));
  };

  await assert.rejects(host.call('deaf', { signal: controller.signal, onFirst }), /stopped/);

  assert.equal((await host.call('answers')).length, 2);
  assert.notEqual(host.pid, await first.promise);
});

test('a call that takes too long fails with the name of the limit', async () => {
  await using host = new TestHost({ callTimeoutMs: 500 });

  await assert.rejects(host.call('waits'), {
    code: 'model_timed_out',
    message: /callTimeoutMs of 500 ms/,
  });
});

test(
  'a host that takes too much memory is ended',
  { skip: process.platform !== 'linux' },
  async () => {
    await using host = new TestHost({ memoryBytesMax: 300 * 2 ** 20 });

    await assert.rejects(host.call('grows'), { code: 'local_model_out_of_memory' });
  },
);

test('calls beyond the queue are refused at once, and waiting ones can leave', async () => {
  await using host = new TestHost({ waitingMax: 1 });
  const controller = new AbortController();
  const started = Promise.withResolvers<void>();
  const working = host.call('waits', { signal: controller.signal, onFirst: started.resolve });
  await started.promise;
  const waiting = host.call('answers', { signal: controller.signal });

  await assert.rejects(host.call('answers'), { code: 'model_busy' });
  controller.abort(new Error('left'));

  await assert.rejects(working, /left/);
  await assert.rejects(waiting, /left/);
});

test('an idle host ends and gives its memory back; the next call starts it again', async () => {
  await using host = new TestHost({ idleStopMs: 1 });
  await host.call('answers');
  const { pid } = host;

  while (host.pid !== null) await new Promise(setImmediate);

  assert.equal((await host.call('answers')).length, 2);
  assert.notEqual(host.pid, pid);
});

test('closing ends the process and fails what waits', async () => {
  const host = new TestHost();
  const started = Promise.withResolvers<void>();
  const calls = [host.call('waits', { onFirst: started.resolve }), host.call('answers')];
  const outcomes = Promise.allSettled(calls);
  await started.promise;

  await host.close();

  assert.equal(host.pid, null);
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
});
