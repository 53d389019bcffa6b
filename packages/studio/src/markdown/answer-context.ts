import { createContext, useContext } from 'react';

/** What an answer may do to its surroundings. */
export interface AnswerSurroundings {
  /** The installation, for files that lie here. */
  readonly base: URL;
  /** Says something in the reader's name; null where nobody can be answered. */
  readonly say: ((message: string) => void) | null;
}

const AnswerContext = createContext<AnswerSurroundings | null>(null);

export const AnswerProvider = AnswerContext.Provider;

export function useAnswerSurroundings(): AnswerSurroundings {
  const surroundings = useContext(AnswerContext);
  if (!surroundings) throw new Error('An answer needs an AnswerProvider around it.');
  return surroundings;
}

/** The address of a file that lies here, below whatever prefix a gateway gives us. */
export function fileAddress(base: URL, source: string): string {
  return source.startsWith('/') ? new URL(source.slice(1), base).href : source;
}
