import { AppError } from '@outpost/contracts';
import type { CallContext, ModelClient } from '../client.ts';
import { callForJson } from '../http/call-server.ts';
import { pathOf, type OpenaiServer } from './openai-server.ts';

/** `POST /moderations`: flagged when any category is, for servers that leave the sum out. */
export async function openaiModeration(
  { caller, dialect }: OpenaiServer,
  text: string,
  { model, signal }: CallContext,
): ReturnType<NonNullable<ModelClient['moderate']>> {
  const answer = (await callForJson(caller, {
    model: model.name,
    path: pathOf(dialect(model.name), 'moderations', model.name),
    json: { model: model.name, input: text },
    signal,
  })) as { readonly results?: readonly WireResult[] | null };
  const result = answer.results?.[0];
  if (!result) {
    const details = { model: model.name, reason: 'it has no results.' };
    throw new AppError('model_answer_invalid', { details });
  }
  const categories = Object.entries(result.categories ?? {}).flatMap(([name, flagged]) =>
    flagged === true ? [name] : [],
  );
  return { flagged: result.flagged ?? categories.length > 0, categories };
}

interface WireResult {
  readonly flagged?: boolean;
  readonly categories?: Readonly<Record<string, unknown>> | null;
}
