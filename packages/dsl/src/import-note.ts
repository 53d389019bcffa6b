/** A text a person reads, in both languages. */
export interface LocalText {
  readonly en: string;
  readonly zh: string;
}

/** What reading changed or left out, so that nothing happens silently. */
export interface ImportNote {
  /** Where in the file, such as `workflow.graph.nodes[3].data`. */
  readonly path: string;
  readonly nodeId: string | null;
  readonly message: LocalText;
}

/** Collects notes while a file is read. */
export type TakeNote = (note: ImportNote) => void;
