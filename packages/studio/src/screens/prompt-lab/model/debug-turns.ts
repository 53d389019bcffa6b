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
        conversationId: typeof conversation === 'string' ? conversation : null,
      };
    }
    case 'text-delta':
      return { ...withFirstWord(turn, now), answer: turn.answer + event.text, state: 'answering' };
    case 'text-replace':
      return { ...turn, answer: event.text };
    case 'reasoning-delta':
      return { ...withFirstWord(turn, now), reasoning: turn.reasoning + event.text };
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

function withFirstWord(turn: Turn, now: number): Turn {
  return turn.firstWordMs === null ? { ...turn, firstWordMs: now - turn.askedAt } : turn;
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
