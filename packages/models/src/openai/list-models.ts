import { AppError } from '@outpost/contracts';
import { callForJson } from '../http/call-server.ts';
import { repairDialect } from './repair-dialect.ts';
import type { OpenaiServer } from './openai-server.ts';

/** `GET /models`: the names, in the shapes of OpenAI, Ollama's own API and plain lists. */
export async function openaiModels(
  server: OpenaiServer,
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { caller } = server;
  const dialect = server.dialect('');
  const ask = (versionPath: string): Promise<unknown> =>
    callForJson(caller, {
      model: '',
      method: 'GET',
      path: versionPath + dialect.paths.models,
      signal,
    });
  let answer: unknown;
  try {
    answer = await ask(dialect.versionPath);
  } catch (error) {
    const sent = { body: {}, baseUrl: caller.baseUrl, used: new Set() };
    const changes = repairDialect(dialect, error, sent);
    if (changes?.versionPath === undefined) throw error;
    answer = await ask(changes.versionPath);
    server.learn('', changes);
  }
  return namesFrom(answer);
}

/** The names in a list of models, whatever the vendor calls them. */
export function namesFrom(answer: unknown): readonly string[] {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<
    Record<string, unknown>
  >;
  const rows = Array.isArray(answer) ? answer : (fields['data'] ?? fields['models']);
  if (!Array.isArray(rows)) {
    const details = { model: '', reason: 'it has no list of models.' };
    throw new AppError('model_answer_invalid', { details });
  }
  const names = rows.slice(0, namesMax).map((row: unknown) => {
    if (typeof row === 'string') return row;
    const { id, name, model } = (row ?? {}) as Readonly<Record<string, unknown>>;
    return [id, name, model].find((value) => typeof value === 'string') ?? '';
  });
  return names.filter((name): name is string => name !== '');
}

const namesMax = 10_000;
