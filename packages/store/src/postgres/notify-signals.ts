import type pg from 'pg';
import { messageOf, type Clock } from '@outpost/contracts';
import { assertSignalSize, createSignalListeners, type Signals } from '../signals.ts';

const retryMs = 1_000;

/**
 * Signals over LISTEN/NOTIFY: one connection of our own listens for all channels. When it breaks it
 * is made again, once a second; signals sent meanwhile are lost to this process.
 */
export async function createNotifySignals({
  connect,
  notify,
  channel: listenedTo,
  clock,
}: {
  readonly connect: () => pg.Client;
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly channel: string;
  readonly clock: Clock;
}): Promise<Signals & { close(): Promise<void> }> {
  const listeners = createSignalListeners();
  let client: pg.Client | null = null;
  let closed = false;
  let cancelRetry = (): void => {};

  async function listen(): Promise<void> {
    const connection = connect();
    connection.on('notification', ({ payload }) => {
      const [channel = '', ...lines] = (payload ?? '').split('\n');
      listeners.deliver(channel, lines.join('\n'));
    });
    connection.on('error', (error) => retry(connection, error));
    connection.on('end', () => retry(connection, new Error('the server ended it')));
    try {
      await connection.connect();
      await connection.query(`listen ${connection.escapeIdentifier(listenedTo)}`);
      if (closed) throw new Error('The signals were closed.');
    } catch (error) {
      await connection.end();
      throw error;
    }
    client = connection;
  }

  function retry(connection: pg.Client, error: unknown): void {
    if (closed || connection !== client) return;
    client = null;
    process.emitWarning(`The signals' connection broke: ${messageOf(error)}`);
    connection.end().catch(() => {});
    relisten();
  }

  function relisten(): void {
    if (closed) return;
    cancelRetry = clock.after(retryMs, () => {
      listen().catch(relisten);
    });
  }

  await listen();
  return {
    subscribe: listeners.subscribe,
    async publish(channel, payload) {
      assertSignalSize(payload);
      await notify(listenedTo, `${channel}\n${payload}`);
    },
    async close() {
      closed = true;
      cancelRetry();
      await client?.end();
    },
  };
}
