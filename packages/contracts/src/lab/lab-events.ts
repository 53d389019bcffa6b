import type { z } from 'zod';
import type { AppDocument } from '../app.ts';
import type * as shapes from '../console/lab-shapes.ts';
import type { Words } from './words.ts';

/** A variable that a drafted prompt uses. */
export interface PromptVariable {
  readonly name: string;
  readonly label: string;
  /** An input type of app files. */
  readonly type: 'text-input' | 'paragraph' | 'number' | 'select';
}

/** What drafting a prompt or an app tells, in this order: progress and text, then one of the results or an error. */
export type PromptEvent =
  | { readonly type: 'progress'; readonly step: 'asking' | 'writing' | 'repairing' | 'building' }
  /** The next piece of the prompt, or of the model's plan for an app. */
  | { readonly type: 'text-delta'; readonly text: string }
  | {
      readonly type: 'prompt';
      readonly prompt: string;
      readonly variables: readonly PromptVariable[];
      readonly explanation: string;
      /** `template`: the model's answer was of no use and a frame to fill in is given instead. */
      readonly source: 'model' | 'template';
      readonly notice: Words | null;
    }
  | {
      readonly type: 'app';
      readonly document: AppDocument;
      /** `default`: the model's plan was of no use and a simple app is given instead. */
      readonly source: 'model' | 'repaired' | 'default';
      readonly notice: Words | null;
    }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

/** What following a batch tells; a row may be told again with the same content. */
export type BatchEvent =
  | { readonly type: 'batch'; readonly batch: z.infer<typeof shapes.batch> }
  | { readonly type: 'rows'; readonly rows: readonly z.infer<typeof shapes.batchResult>[] };
