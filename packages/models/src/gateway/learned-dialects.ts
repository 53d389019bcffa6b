import type { DialectChanges } from '../openai/dialect.ts';

/** What refusals taught about servers while this process runs; the probe's findings are in the settings. */
export interface LearnedDialects {
  /** For a model, after what is known of the whole server. */
  of(provider: string, model: string): readonly (DialectChanges | undefined)[];
  add(provider: string, model: string, changes: DialectChanges): void;
}

export function createLearnedDialects(): LearnedDialects {
  const known = new Map<string, DialectChanges>();
  const nameOf = (provider: string, model: string): string => `${provider}\u0000${model}`;
  const put = (name: string, changes: DialectChanges): void => {
    const before = known.get(name);
    known.delete(name);
    known.set(name, { ...before, ...changes });
    // The oldest is learned anew when it is needed, at the cost of one refused call.
    const oldest = known.size > knownMax ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  return {
    of: (provider, model) => [known.get(nameOf(provider, '')), known.get(nameOf(provider, model))],
    add(provider, model, { versionPath, ...changes }) {
      // Where the format begins is the server's matter, not one model's.
      if (versionPath !== undefined) put(nameOf(provider, ''), { versionPath });
      if (Object.keys(changes).length > 0) put(nameOf(provider, model), changes);
    },
  };
}

const knownMax = 1000;
