import type { ChatModel, ModelRef, PromptEvent } from '@outpost/contracts';
import { eventStream } from '../http/event-stream.ts';
import { toAppError } from '../http/error-response.ts';
import type { ConsoleCall, ConsoleHandlers } from '../http/console-router.ts';
import { draftApp } from '../lab/app-plan/draft-app.ts';
import { generatePrompt, improvePrompt } from '../lab/prompts/write-prompt.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';

type Names = 'generatePrompt' | 'improvePrompt' | 'draftApp';

interface Writing {
  readonly model: ChatModel;
  readonly modelRef: ModelRef;
  readonly signal: AbortSignal;
  readonly tell: (event: PromptEvent) => void;
}

export function promptHandlers(services: Services): Pick<ConsoleHandlers, Names> {
  const { lab, modelsOf, kinds, log } = services;

  /** Refuses before the stream begins when there is no model; what fails later is its last event. */
  async function stream(
    call: ConsoleCall,
    asked: ModelRef | null,
    write: (writing: Writing) => Promise<void>,
  ): Promise<Response> {
    const { workspaceId } = signedInOf(call);
    const modelRef = await lab.chatModelOf(workspaceId, asked);
    const model = await modelsOf(workspaceId).chat(modelRef);
    return eventStream({
      start(sink) {
        const left = new AbortController();
        const tell = (event: PromptEvent): void => sink.send(event);
        write({ model, modelRef, signal: left.signal, tell })
          .catch((thrown: unknown) => {
            if (left.signal.aborted) return;
            const error = toAppError(thrown, (cause, traceId) =>
              log.error(`Internal error ${traceId}`, cause),
            );
            tell({ type: 'error', code: error.code, message: error.messageIn(call.language) });
          })
          .finally(() => sink.close());
        return () => left.abort(new Error('The reader left.'));
      },
    });
  }

  return {
    generatePrompt: (call, { body: { model, ...facts } }) =>
      stream(call, model, (writing) => generatePrompt(facts, writing)),
    improvePrompt: (call, { body: { model, ...facts } }) =>
      stream(call, model, (writing) => improvePrompt(facts, writing)),
    draftApp: (call, { body: { model, ...request } }) =>
      stream(call, model, (writing) => draftApp(request, { ...writing, kinds })),
  };
}
