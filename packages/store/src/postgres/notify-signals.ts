import type pg from 'pg';
import { messageOf, type Clock } from '@outpost/contracts';
import { assertSignalSize, createSignalListeners, type Signals } from '../signals.ts';

const retryMs = 1_000;
/** A connection can be dead without a word from the network: it is asked now and then. */
const askMs = 15_000;

/**
 * Signals over LISTEN/NOTIFY: one connection of our own listens for all channels. When it breaks it
 * is made again, once a second; signals sent meanwhile are lost to this process, and whoever asked
 * for it is told so. What this process publishes its own subscribers hear without the database.
 */
export async function createNotifySignals({
  connect,
  notify,
  channel: listenedTo,
  processId,
  clock,
}: {
  readonly connect: () => pg.Client;
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly channel: string;
  /** Tells our own signals from those of the others. */
  readonly processId: string;
  readonly clock: Clock;
}): Promise<Signals & { close(): Promise<void> }> {
  const listeners = createSignalListeners();
  let client: pg.Client | null = null;
  let closed = false;
  let cancelTimer = (): void => {};

  async function listen(): Promise<void> {
    const connection = connect();
    connection.on('notification', ({ payload }) => {
      const [sender, channel = '', ...lines] = (payload ?? '').split('\n');
      if (sender !== processId) listeners.deliver(channel, lines.join('\n'));
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
    askLater(connection);
  }

  function askLater(connection: pg.Client): void {
    cancelTimer = clock.after(askMs, () => {
      connection.query('select 1').then(
        () => {
          if (!closed && connection === client) askLater(connection);
        },
        (error: unknown) => retry(connection, error),
      );
    });
  }

  function retry(connection: pg.Client, error: unknown): void {
    if (closed || connection !== client) return;
    client = null;
    cancelTimer();
    process.emitWarning(`The signals' connection broke: ${messageOf(error)}`);
    connection.end().catch(() => {});
    relisten();
  }

  function relisten(): void {
    if (closed) return;
    cancelTimer = clock.after(retryMs, () => {
      listen().then(listeners.tellGap, relisten);
    });
  }

  await listen();
  return {
    subscribe: listeners.subscribe,
    onGap: listeners.onGap,
    async publish(channel, payload) {
      assertSignalSize(payload);
      queueMicrotask(() => listeners.deliver(channel, payload));
      await notify(listenedTo, `${processId}\n${channel}\n${payload}`);
    },
    async close() {
      closed = true;
      cancelTimer();
      await client?.end();
    },
  };
}
