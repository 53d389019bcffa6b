import type { Graph } from './graph.ts';
import type { Value } from './values/value.ts';

export const appModes = ['workflow', 'advanced-chat', 'chat', 'agent-chat', 'completion'] as const;
/** The app kinds, by the names that app files and the Service API use. */
export type AppMode = (typeof appModes)[number];

/** Whether an app of this mode has conversations. */
export function isChatMode(mode: AppMode): boolean {
  return mode === 'advanced-chat' || mode === 'chat' || mode === 'agent-chat';
}

/** Whether an app of this mode is drawn as a graph; the others are configured by a `ClassicConfig`. */
export function isGraphMode(mode: AppMode): boolean {
  return mode === 'workflow' || mode === 'advanced-chat';
}

/** An app as its author made it: what a draft and a version hold and an app file carries. */
export interface AppDocument {
  readonly schema: 1;
  readonly profile: AppProfile;
  /** Empty for classic modes. */
  readonly graph: Graph;
  /** `workflow.features` of app files, as they are. */
  readonly features: Readonly<Record<string, unknown>>;
  readonly environmentVariables: readonly StoredVariable[];
  readonly conversationVariables: readonly StoredVariable[];
  /** `model_config` of app files, as it is; only classic modes have one. */
  readonly classic: Readonly<Record<string, unknown>> | null;
  readonly dependencies: readonly unknown[];
  /** Keys of the file that nobody here knows, by the path of the map that held them. */
  readonly extra: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface AppProfile {
  readonly name: string;
  readonly mode: AppMode;
  readonly description: string;
  readonly iconType: 'emoji' | 'image' | 'link';
  readonly icon: string;
  readonly iconBackground: string;
  readonly useIconAsAnswerIcon: boolean;
}

/** An environment or conversation variable; `secret` exists for the environment only. */
export interface StoredVariable {
  readonly id: string;
  readonly name: string;
  readonly valueType: string;
  readonly value: Value;
  readonly description: string;
  readonly extra: Readonly<Record<string, unknown>>;
}
