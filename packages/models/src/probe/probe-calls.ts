import { AppError, type ChatRequest, type Clock, type ToolCall } from '@outpost/contracts';
import type { ModelClient } from '../client.ts';
import { answerFault } from '../http/answer-fault.ts';
import { startDeadlines, type TimeLimits } from '../http/deadlines.ts';

/** What a chat call of the probe brought. */
export interface Heard {
  readonly text: string;
  readonly reasoning: boolean;
  readonly calls: readonly ToolCall[];
  readonly toldUsage: boolean;
}

export interface CallBounds {
  readonly clock: Clock;
  readonly limits: TimeLimits;
  readonly signal: AbortSignal;
}

/** Asks and hears the answer out. */
export function askModel(
  client: ModelClient,
  name: string,
  request: Omit<ChatRequest, 'parameters'>,
  bounds: CallBounds,
): Promise<Heard> {
  return bounded(bounds, name, async (signal, begun) => {
    const model = { name, mode: 'chat', features: new Set<never>() } as const;
    const heard = { text: '', reasoning: false, calls: [] as ToolCall[], toldUsage: false };
    const parameters = { max_tokens: answerTokensMax };
    for await (const group of client.chat?.({ ...request, parameters }, { model, signal }) ?? [])
      for (const piece of group) {
        begun();
        if (piece.type === 'text') heard.text += piece.text;
        else if (piece.type === 'reasoning') heard.reasoning = true;
        else if (piece.type === 'tool-call') heard.calls.push(piece.call);
        else if (piece.type === 'finish') heard.toldUsage = piece.tokens !== null;
      }
    return heard;
  });
}

/** Runs one call within the limits, and throws what its failure means. */
export async function bounded<T>(
  { clock, limits, signal }: CallBounds,
  model: string,
  call: (signal: AbortSignal, begun: () => void) => Promise<T>,
): Promise<T> {
  const deadlines = startDeadlines({ clock, limits, model, signal, streamed: true });
  try {
    return await call(deadlines.signal, () => {
      deadlines.begun();
      deadlines.progress();
    });
  } catch (thrown) {
    throw deadlines.signal.aborted ? deadlines.signal.reason : answerFault(thrown, model);
  } finally {
    deadlines.dispose();
  }
}

/** The words for a failure; one that is no `AppError` is our own fault and goes on. */
export function findingOf(thrown: unknown): { readonly en: string; readonly zh: string } {
  if (!(thrown instanceof AppError)) throw thrown;
  return { en: thrown.message, zh: thrown.messageIn('zh') };
}

/** Room for a thinking model to come to its answer. */
const answerTokensMax = 1024;
