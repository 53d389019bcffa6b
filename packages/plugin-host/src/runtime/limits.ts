/** What one plugin may take. Times are milliseconds. */
export interface PluginLimits {
  /** From its start to its first sign of life. */
  readonly startMs: number;
  /** Without a sign of life a process is stopped; plugins give one every ten seconds. */
  readonly silenceMs: number;
  /** One call from beginning to end. */
  readonly callMs: number;
  /** Without a call for so long a process is stopped; the next call starts one. */
  readonly idleStopMs: number;
  /** How long work that nobody waits for any more may go on before its process is replaced. */
  readonly abandonedMs: number;
  /** How long a process that is being replaced may finish what others wait for. */
  readonly drainMs: number;
  readonly sessionsMax: number;
  /** Resident memory of a process and its children. */
  readonly memoryBytesMax: number;
  /** A processor kept busy for so long while no call is open. */
  readonly idleBusyMs: number;
  /** Characters of one line. */
  readonly lineCharactersMax: number;
  /** Characters that a call's reader has not taken yet. */
  readonly unreadCharactersMax: number;
  /** Characters that belong to no call, within `noiseWindowMs`. */
  readonly noiseCharactersMax: number;
  readonly noiseWindowMs: number;
  /** Characters that wait to be read by the plugin. */
  readonly unsentBytesMax: number;
  /** Calls of the host under way within one call. */
  readonly invokesMax: number;
  /** How often a process is looked at. */
  readonly watchMs: number;
  /** After a start that failed: waits before the next try, the last one from then on. */
  readonly backOffMs: readonly number[];
}

const megabyte = 1024 * 1024;

export const defaultPluginLimits: PluginLimits = {
  startMs: 120_000,
  silenceMs: 60_000,
  callMs: 600_000,
  idleStopMs: 600_000,
  abandonedMs: 10_000,
  drainMs: 60_000,
  sessionsMax: 500,
  memoryBytesMax: 1024 * megabyte,
  idleBusyMs: 60_000,
  lineCharactersMax: 64 * megabyte,
  unreadCharactersMax: 64 * megabyte,
  noiseCharactersMax: 16 * megabyte,
  noiseWindowMs: 10_000,
  unsentBytesMax: 64 * megabyte,
  invokesMax: 64,
  watchMs: 5000,
  backOffMs: [0, 1000, 5000, 15_000, 30_000, 60_000],
};
