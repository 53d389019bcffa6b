import { AppError } from '@outpost/contracts';
import type { HostCall, HostEvent, ModelHost } from './supervisor/model-host.ts';

/** Has a call done that is answered at once, and gives that answer. */
export async function answerOf<Type extends HostEvent['type']>(
  host: ModelHost,
  call: HostCall,
  { signal, want }: { readonly signal: AbortSignal; readonly want: Type },
): Promise<Extract<HostEvent, { readonly type: Type }>> {
  let answer: HostEvent | null = null;
  await host.run(call, {
    signal,
    onEvent: (event) => {
      answer = event;
    },
  });
  return checkedAnswer(answer, call.model.name, want);
}

function checkedAnswer<Type extends HostEvent['type']>(
  answer: HostEvent | null,
  model: string,
  want: Type,
): Extract<HostEvent, { readonly type: Type }> {
  if (answer?.type === 'failed') throw failureOf(answer, model);
  if (answer?.type !== want)
    throw new AppError('model_call_failed', {
      details: { model, reason: `its process answered with ${answer?.type ?? 'nothing'}` },
    });
  return answer as Extract<HostEvent, { readonly type: Type }>;
}

/** A host's failure as an error of the product. */
export function failureOf(
  { failure, reason }: Extract<HostEvent, { readonly type: 'failed' }>,
  model: string,
): AppError {
  const code = {
    context: 'model_context_exceeded',
    request: 'model_request_refused',
    model: 'model_call_failed',
  } as const;
  return new AppError(code[failure], { details: { model, reason } });
}
