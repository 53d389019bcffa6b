/**
 * Turns of the debug chat, gathered from the events of their runs: what was asked, what came, how
 * long it took and what it cost. Plain data; each event gives the next state of its turn.
 */
import type { RunEvent } from '@outpost/contracts';
import type { FileMapping } from '../../../editor/file-mapping.ts';

export interface Turn {
  readonly id: number;
  readonly query: string;
  readonly files: readonly FileMapping[];
  readonly answer: string;
  readonly reasoning: string;
  readonly state: 'waiting' | 'answering' | 'done' | 'failed' | 'stopped';
  readonly error: string | null;
  readonly runId: string | null;
  /** The conversation that the turn belongs to; null for text generators. */
  readonly conversationId: string | null;
  readonly askedAt: number;
  /** When the server began, by its clock; null before it did. */
  readonly beganAt: number | null;
  /** Milliseconds until the first word; null before it. */
  readonly firstWordMs: number | null;
  readonly elapsedMs: number | null;
  readonly totalTokens: number;
  /** An exact decimal. */
  readonly price: string;
  readonly currency: string;
  /** Names of documents that the answer stands on. */
  readonly sources: readonly string[];
}

export function newTurn(
  id: number,
  asked: { readonly query: string; readonly files: readonly FileMapping[] },
  now: number,
): Turn {
  return {
    ...asked,
    id,
    answer: '',
    reasoning: '',
    state: 'waiting',
    error: null,
    runId: null,
    conversationId: null,
    askedAt: now,
    beganAt: null,
    firstWordMs: null,
    elapsedMs: null,
    totalTokens: 0,
    price: '0',
    currency: 'USD',
    sources: [],
  };
}

/** The turn after an event of its run. */
export function afterEvent(turn: Turn, event: RunEvent, now: number): Turn {
  switch (event.type) {
    case 'run-start': {
      const conversation = event.system['conversation_id'];
      return {
        ...turn,
        beganAt: event.at,
        conversationId: typeof conversation === 'string' ? conversation : null,
      };
    }
    case 'text-delta':
      return {
        ...withFirstWord(turn, event.at),
        answer: turn.answer + event.text,
        state: 'answering',
      };
    case 'text-replace':
      return { ...turn, answer: event.text };
    case 'reasoning-delta':
      return { ...withFirstWord(turn, event.at), reasoning: turn.reasoning + event.text };
    case 'node-end':
      return { ...turn, sources: [...turn.sources, ...sourcesIn(event.metadata)] };
    case 'run-pause':
      return { ...turn, state: 'stopped', elapsedMs: now - turn.askedAt };
    case 'run-end':
      return {
        ...turn,
        state:
          event.status === 'failed' ? 'failed' : event.status === 'stopped' ? 'stopped' : 'done',
        error: event.error?.message ?? null,
        elapsedMs: event.elapsedMs,
        totalTokens: event.totalTokens,
        price: event.usage.totalPrice,
        currency: event.usage.currency,
      };
    default:
      return turn;
  }
}

/** The turn whose run could not be begun, or whose stream broke. */
export function afterFailure(turn: Turn, words: string, now: number): Turn {
  return { ...turn, state: 'failed', error: words, elapsedMs: now - turn.askedAt };
}

export function isOver({ state }: Turn): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** By the clock of the server alone: the way to here does not count. */
function withFirstWord(turn: Turn, at: number): Turn {
  if (turn.firstWordMs !== null || turn.beganAt === null) return turn;
  return { ...turn, firstWordMs: at - turn.beganAt };
}

function sourcesIn(metadata: Readonly<Record<string, unknown>>): readonly string[] {
  const found = metadata['retriever_resources'];
  if (!Array.isArray(found)) return [];
  return found.flatMap((source: unknown) => {
    const name =
      typeof source === 'object' && source !== null && 'document_name' in source
        ? source.document_name
        : null;
    return typeof name === 'string' ? [name] : [];
  });
}
