/** What the panels draw onto the canvas: problems, a comparison, people, what was found. */
import { createContext, useContext } from 'react';
import type { Graph } from '@outpost/contracts';
import type { DiffMark } from './flow-nodes.ts';

export interface CanvasMarks {
  /** The document's graph, or that of a comparison. */
  readonly graph: Graph;
  readonly marks: ReadonlyMap<string, DiffMark> | null;
  readonly edgeMarks: ReadonlyMap<string, DiffMark> | null;
  readonly problems: ReadonlyMap<string, { readonly errors: number; readonly warnings: number }>;
  readonly people: ReadonlyMap<
    string,
    readonly { readonly name: string; readonly colour: string }[]
  >;
  readonly hits: ReadonlySet<string> | null;
}

const MarksContext = createContext<CanvasMarks | null>(null);
export const MarksProvider = MarksContext.Provider;

export function useCanvasMarks(): CanvasMarks {
  const marks = useContext(MarksContext);
  if (!marks) throw new Error('useCanvasMarks needs a MarksProvider above it.');
  return marks;
}
