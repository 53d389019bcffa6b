import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@outpost/contracts';
import { SlotPool, type Slot, type SlotPoolOptions } from '../src/slot-pool.ts';

class FakeSlot implements Slot {
  usable = true;
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  close(): void {
    this.usable = false;
  }
}

function createPool(options: Partial<SlotPoolOptions<FakeSlot>> = {}) {
  const started: FakeSlot[] = [];
  const pool = new SlotPool<FakeSlot>({
    start: () => {
      const slot = new FakeSlot(started.length);
      started.push(slot);
      return Promise.resolve(slot);
    },
    owned: true,
    slotsMax: 3,
    perTenantMax: 2,
    queuedPerTenantMax: 10,
    queueWaitMs: 10_000,
    patienceMs: 1,
    idleMs: 60_000,
    sparesMax: 0,
    ...options,
  });
  return { pool, started };
}

const calm = new AbortController().signal;
const number = (slot: FakeSlot): Promise<number> => Promise.resolve(slot.number);
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error));

/** Work that goes on until it is told to end. */
function slowWork() {
  const { promise: begun, resolve: begin } = Promise.withResolvers<FakeSlot>();
  const { promise: over, resolve: end } = Promise.withResolvers<undefined>();
  const work = async (slot: FakeSlot): Promise<number> => {
    begin(slot);
    await over;
    return slot.number;
  };
  return { work, begun, end: () => end(undefined) };
}

test('nothing is started before the first call', () => {
  const { pool, started } = createPool({ sparesMax: 1 });

  assert.deepEqual([started.length, pool.size], [0, 0]);
});

test('calls of one tenant share a slot', async () => {
  const { pool, started } = createPool();

  const numbers = [
    await pool.use('a', calm, number),
    await pool.use('a', calm, number),
    await pool.use('a', calm, number),
  ];

  assert.deepEqual([numbers, started.length], [[0, 0, 0], 1]);
  pool.close();
});

test('a slot with state never serves a second tenant', async () => {
  const { pool } = createPool();

  const numbers = [await pool.use('a', calm, number), await pool.use('b', calm, number)];

  assert.deepEqual(numbers, [0, 1]);
  pool.close();
});

test('a slot without state serves anybody', async () => {
  const { pool } = createPool({ owned: false });

  const numbers = [await pool.use('a', calm, number), await pool.use('b', calm, number)];

  assert.deepEqual(numbers, [0, 0]);
  pool.close();
});

test('a slow call holds neither other tenants nor, for long, its own', async () => {
  const { pool } = createPool();
  const slow = slowWork();
  const first = pool.use('a', calm, slow.work);
  await slow.begun;

  const others = await Promise.all([pool.use('b', calm, number), pool.use('a', calm, number)]);

  assert.equal(new Set([0, ...others]).size, 3);
  slow.end();
  assert.equal(await first, 0);
  pool.close();
});

test('a tenant keeps no more slots busy than its share, and the next tenant goes first', async () => {
  const { pool } = createPool();
  const slow = [slowWork(), slowWork(), slowWork()];
  const calls = slow.map(({ work }) => pool.use('a', calm, work));
  await Promise.all([slow[0]?.begun, slow[1]?.begun]);

  const other = await pool.use('b', calm, number);

  assert.equal(other, 2);
  for (const { end } of slow) end();
  await Promise.all(calls);
  pool.close();
});

test('when there is no room, the slot that was idle longest makes way', async () => {
  const { pool, started } = createPool({ slotsMax: 2 });
  await pool.use('a', calm, number);
  await pool.use('b', calm, number);
  await pool.use('a', calm, number);

  await pool.use('c', calm, number);

  assert.deepEqual(
    started.map(({ usable }) => usable),
    [true, false, true],
  );
  pool.close();
});

test('a slot that died is replaced', async () => {
  const { pool } = createPool();
  await pool.use('a', calm, (slot) => {
    slot.close();
    return number(slot);
  });

  assert.equal(await pool.use('a', calm, number), 1);
  pool.close();
});

test('after a renewal every slot is replaced; one that is at work ends its call first', async () => {
  const { pool, started } = createPool();
  const slow = slowWork();
  await pool.use('a', calm, number);
  const working = pool.use('b', calm, slow.work);
  await slow.begun;

  pool.renew();
  slow.end();
  await working;
  const numbers = [await pool.use('a', calm, number), await pool.use('b', calm, number)];

  assert.deepEqual(numbers, [2, 3]);
  assert.deepEqual(
    started.map(({ usable }) => usable),
    [false, false, true, true],
  );
  pool.close();
});

test('after the first call a spare stands ready for the next tenant', async () => {
  const { pool, started } = createPool({ sparesMax: 1 });
  await pool.use('a', calm, number);

  const other = await pool.use('b', calm, number);

  assert.equal(other, 1);
  assert.equal(started.length, 3);
  pool.close();
});

test('a tenant with a full queue is refused at once', async () => {
  const { pool } = createPool({ perTenantMax: 1, queuedPerTenantMax: 1 });
  const slow = slowWork();
  const first = pool.use('a', calm, slow.work);
  await slow.begun;
  const second = pool.use('a', calm, number);

  const refused = await pool.use('a', calm, number).catch(codeOf);

  assert.equal(refused, 'code_queue_full');
  slow.end();
  await Promise.all([first, second]);
  pool.close();
});

test('a call does not wait for its turn without end', async () => {
  const { pool } = createPool({ perTenantMax: 1, queueWaitMs: 1 });
  const { work, begun, end } = slowWork();
  const started = await Promise.allSettled([pool.use('a', calm, number)]);
  assert.equal(started[0].status, 'fulfilled');
  const first = pool.use('a', calm, work);
  await begun;

  const refused = await pool.use('a', calm, number).catch(codeOf);

  assert.equal(refused, 'code_queue_timed_out');
  end();
  await first;
  pool.close();
});

test('an abort takes a waiting call out of the queue', async () => {
  const { pool } = createPool({ perTenantMax: 1 });
  const slow = slowWork();
  const first = pool.use('a', calm, slow.work);
  await slow.begun;
  const controller = new AbortController();
  const waiting = pool.use('a', controller.signal, number).catch((error: unknown) => String(error));

  controller.abort(new Error('changed my mind'));

  assert.equal(await waiting, 'Error: changed my mind');
  slow.end();
  await first;
  pool.close();
});

test('an abort ends the slot that is at work', async () => {
  const { pool, started } = createPool();
  const slow = slowWork();
  const controller = new AbortController();
  const call = pool.use('a', controller.signal, slow.work);
  await slow.begun;

  controller.abort(new Error('enough'));
  slow.end();
  await call.catch(() => undefined);

  assert.equal(started[0]?.usable, false);
  pool.close();
});

test('a slot that cannot be started fails one call, and the next one tries again', async () => {
  let attempts = 0;
  const { pool } = createPool({
    start: () => {
      attempts++;
      return attempts === 1
        ? Promise.reject(new Error('no room'))
        : Promise.resolve(new FakeSlot(attempts));
    },
  });

  const first = await pool.use('a', calm, number).catch((error: unknown) => String(error));
  const second = await pool.use('a', calm, number);

  assert.deepEqual([first, second], ['Error: no room', 2]);
  pool.close();
});

test('closing ends every slot and refuses who waits', async () => {
  const { pool, started } = createPool({ perTenantMax: 1 });
  const slow = slowWork();
  const first = pool.use('a', calm, slow.work).catch(codeOf);
  await slow.begun;
  const waiting = pool.use('a', calm, number).catch(codeOf);

  pool.close();
  slow.end();

  assert.equal(await waiting, 'sandbox_unavailable');
  await first;
  assert.deepEqual(
    started.map(({ usable }) => usable),
    [false],
  );
  assert.equal(await pool.use('a', calm, number).catch(codeOf), 'sandbox_unavailable');
});
