/**
 * The run that the editor shows: begun by the run panel or by a command, heard to its end, told to
 * the canvas and to the panel at most every so often. A new run takes the place of the old one.
 */
import type { RunEvent } from '@outpost/contracts';
import type { ConsoleClient } from '../../../api/console-client.ts';
import { followRun } from '../../../api/follow-run.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { foldNodeRuns, noNodeRuns, type NodeRuns } from './node-runs.ts';

/** What is being run. */
export type RunSubject =
  | { readonly type: 'app' }
  | { readonly type: 'node'; readonly nodeId: string }
  | { readonly type: 'from'; readonly nodeId: string };

export interface RunState {
  readonly phase: 'idle' | 'starting' | 'running' | 'paused' | 'ended';
  readonly subject: RunSubject;
  readonly runId: string | null;
  readonly events: readonly RunEvent[];
  /** What kept the run from beginning, or from being heard. */
  readonly error: unknown;
}

export interface RunSession {
  readonly getState: () => RunState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Resolves with the events when the run is over; with null when it could not be begun or heard. */
  start(
    subject: RunSubject,
    begin: (signal: AbortSignal) => Promise<Response>,
  ): Promise<readonly RunEvent[] | null>;
  stop(): Promise<void>;
  clear(): void;
}

const idle: RunState = {
  phase: 'idle',
  subject: { type: 'app' },
  runId: null,
  events: [],
  error: null,
};
/** Events come by the thousand; what shows them is drawn this often at most. */
const drawEveryMs = 90;

export function createRunSession(
  client: ConsoleClient,
  editor: Pick<EditorStore, 'setRun'>,
): RunSession {
  let state = idle;
  let nodes: NodeRuns = noNodeRuns;
  let control = new AbortController();
  const listeners = new Set<() => void>();

  const set = (changes: Partial<RunState>): void => {
    state = { ...state, ...changes };
    const isGoingOn = state.phase === 'starting' || state.phase === 'running';
    editor.setRun(state.phase === 'idle' ? null : { runId: state.runId, isGoingOn, nodes });
    for (const listener of listeners) listener();
  };
  const begin = async (
    subject: RunSubject,
    ask: (signal: AbortSignal) => Promise<Response>,
  ): Promise<readonly RunEvent[] | null> => {
    control.abort();
    control = new AbortController();
    const { signal } = control;
    const heard: RunEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let folded = 0;
    nodes = noNodeRuns;
    set({ ...idle, phase: 'starting', subject });
    const draw = (changes: Partial<RunState> = {}): void => {
      clearTimeout(timer);
      timer = undefined;
      if (signal.aborted) return;
      nodes = foldNodeRuns(nodes, heard.slice(folded));
      folded = heard.length;
      set({ events: [...heard], ...changes });
    };
    try {
      const answer = await ask(signal);
      const runId = answer.headers.get('x-run-id') ?? '';
      draw({ phase: 'running', runId });
      await followRun({
        client,
        runId,
        answer,
        signal,
        onEvent(event) {
          heard.push(event);
          timer ??= setTimeout(draw, drawEveryMs);
        },
      });
      draw({ phase: heard.at(-1)?.type === 'run-pause' ? 'paused' : 'ended' });
      return heard;
    } catch (error) {
      if (!signal.aborted) draw({ phase: 'ended', error });
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: begin,
    async stop() {
      const { runId } = state;
      if (runId !== null) await client.call('stopRun', { params: { runId } });
      else control.abort();
    },
    clear() {
      control.abort();
      nodes = noNodeRuns;
      set(idle);
    },
  };
}

/** The node that made the run fail: the innermost that failed last; null when none did. */
export function failedNodeOf(events: readonly RunEvent[]): string | null {
  let found: { readonly nodeId: string; readonly depth: number } | null = null;
  for (const event of events)
    if (event.type === 'node-end' && event.status === 'failed' && event.error)
      if (!found || event.scope.length >= found.depth)
        found = { nodeId: event.nodeId, depth: event.scope.length };
  return found?.nodeId ?? null;
}
