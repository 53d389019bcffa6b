import type { ChatChunk, ChatRequest, ModelRef, TokenCounter, Usage } from '@outpost/contracts';
import { AppError } from '@outpost/contracts';
import { costOf } from '../catalogue/cost.ts';
import type { AnswerPiece, TokenCounts } from '../client.ts';
import { answerFault } from '../http/answer-fault.ts';
import { startDeadlines, type Deadlines } from '../http/deadlines.ts';
import { attemptCall, type Attempt, type AttemptTools } from './attempts.ts';
import { promptText } from './estimate-tokens.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** One chat call over a plan of models; the last chunk is `finish` with the exact cost. */
export async function* streamChat(
  tools: AttemptTools & { readonly tokens: TokenCounter },
  {
    plan,
    request,
    signal,
  }: {
    readonly plan: readonly ResolvedModel[];
    readonly request: ChatRequest;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<ChatChunk> {
  const { clock } = tools;
  const startedAt = clock.monotonic();
  const { groups, first, deadlines, model, release } = await attemptCall(
    tools,
    { plan, signal },
    (attempt) => openStream(tools, attempt, { request, signal }),
  );
  const timeToFirstTokenMs = clock.monotonic() - startedAt;
  const usageOf = (tokens: TokenCounts | null, answer: string): Usage => {
    const counted = tokens ?? {
      promptTokens: tools.tokens.count(promptText(request)),
      completionTokens: tools.tokens.count(answer),
    };
    return {
      ...costOf(counted, model.price),
      latencyMs: clock.monotonic() - startedAt,
      timeToFirstTokenMs,
      ...(tokens ? {} : { estimated: true }),
    };
  };
  let answer = '';
  try {
    for (let group = first; ;) {
      for (const piece of joined(group)) {
        if (piece.type === 'finish') {
          const usage = usageOf(piece.tokens, answer);
          yield { type: 'finish', reason: piece.reason, usage, model: model.ref };
          return;
        }
        if (piece.type === 'text' || piece.type === 'reasoning') answer += piece.text;
        else if (piece.type === 'tool-call') answer += piece.call.arguments;
        yield piece;
      }
      const next = await groups.next();
      if (next.done) throw brokenOff(model.ref);
      deadlines.progress();
      group = next.value;
    }
  } catch (error) {
    // A limit that was reached aborts the read: its name is in the reason, not in what the read threw.
    throw deadlines.signal.aborted ? deadlines.signal.reason : answerFault(error, model.ref.name);
  } finally {
    deadlines.dispose();
    release();
    await groups.return?.();
  }
}

/**
 * Text that came in one read is told as one piece. A model that talks faster than it is read then
 * costs no event a token, and cannot hold up the other streams.
 */
function joined(group: readonly AnswerPiece[]): readonly AnswerPiece[] {
  if (group.length < 2) return group;
  const pieces: AnswerPiece[] = [];
  for (const piece of group) {
    const last = pieces.at(-1);
    const isText = piece.type === 'text' || piece.type === 'reasoning';
    if (isText && last?.type === piece.type)
      pieces[pieces.length - 1] = { type: piece.type, text: last.text + piece.text };
    else pieces.push(piece);
  }
  return pieces;
}

interface OpenStream extends Pick<Attempt, 'model' | 'release'> {
  readonly groups: AsyncIterator<readonly AnswerPiece[]>;
  readonly first: readonly AnswerPiece[];
  readonly deadlines: Deadlines;
}

/** Opens a stream as far as its first piece: up to there another key or model can step in. */
async function openStream(
  { clock }: AttemptTools,
  { client, model, release }: Attempt,
  { request, signal }: { readonly request: ChatRequest; readonly signal: AbortSignal },
): Promise<OpenStream> {
  const { ref, target } = model;
  if (!client.chat)
    throw new AppError('model_kind_unsupported', {
      details: { provider: ref.provider, model: ref.name, kind: 'chat' },
    });
  const firstTokenMs = request.firstTokenTimeoutMs ?? model.limits.firstTokenMs;
  const limits = { ...model.limits, firstTokenMs };
  const deadlines = startDeadlines({ clock, limits, model: ref.name, signal, streamed: true });
  const groups = client
    .chat(request, { model: target, signal: deadlines.signal })
    [Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await groups.next();
      if (done) throw brokenOff(ref);
      if (value.length === 0) continue;
      deadlines.begun();
      // A reader who neither reads on nor leaves gives the slot back when the time is up.
      deadlines.signal.addEventListener('abort', release, { once: true });
      return { groups, first: value, deadlines, model, release };
    }
  } catch (error) {
    const { reason, aborted } = deadlines.signal;
    deadlines.dispose();
    throw aborted ? reason : answerFault(error, model.ref.name);
  }
}

function brokenOff({ name }: ModelRef): AppError {
  const details = { model: name, reason: 'it ended without an end.' };
  return new AppError('model_answer_invalid', { details });
}
