import type { AppDocument } from '@outpost/contracts';
import type { MessageKey } from '../../../text/text-context.tsx';
import type { TextValues } from '../../../text/translator.ts';

/** What a step is called in the list of steps; told in the reader's language when it is shown. */
export interface StepLabel {
  readonly key: MessageKey;
  readonly values?: TextValues;
}

/** One edit. All edits of the document are commands, so that each can be taken back. */
export interface EditorCommand {
  readonly label: StepLabel;
  /** Pure. Returns the same document when there is nothing to do: then no step is made. */
  readonly edit: (document: AppDocument) => AppDocument;
  /** Edits with the same key in quick succession are one step, e.g. letters typed into one field. */
  readonly mergeKey?: string;
  /** What is selected afterwards. */
  readonly select?: readonly string[];
}
