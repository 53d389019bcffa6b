import type { FileValue } from '../values/value.ts';
import type { Clock } from './clock.ts';
import type { CodeRunner, TemplateRenderer } from './code-runner.ts';
import type { Egress } from './egress.ts';
import type { ModelGateway } from './models.ts';
import type { ToolCaller } from './tools.ts';

/** What nodes may do to the world. Composed once, in `server/src/compose.ts`. */
export interface NodePorts {
  readonly models: ModelGateway;
  readonly tools: ToolCaller;
  readonly code: CodeRunner;
  readonly templates: TemplateRenderer;
  readonly egress: Egress;
  readonly files: RunFiles;
  readonly history: ConversationHistory;
  readonly tokens: TokenCounter;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** The files of a run: reads what a variable names, keeps what a node made. */
export interface RunFiles {
  /** Throws `body_too_large` above `limitBytes`. */
  read(
    file: FileValue,
    options: { readonly limitBytes: number; readonly signal: AbortSignal },
  ): Promise<Uint8Array>;
  save(file: {
    readonly filename: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  }): Promise<FileValue>;
}

export interface HistoryTurn {
  readonly query: string;
  readonly answer: string;
  readonly files: readonly FileValue[];
}

/** Earlier turns of a conversation. */
export interface ConversationHistory {
  /** The newest `turnsMax` turns with an answer, oldest first. */
  turns(conversationId: string, turnsMax: number): Promise<readonly HistoryTurn[]>;
}

/** Counts tokens well enough to keep a prompt within its window. */
export interface TokenCounter {
  count(text: string): number;
}

export interface IdSource {
  /** A new lowercase UUID. */
  uuid(): string;
}
