import type { LocalText, ParameterDeclaration } from '../plugins/declaration.ts';
import type { RunFacts } from '../node-kind.ts';
import type { Value, Values } from '../values/value.ts';

/** A tool as app files name it. */
export interface ToolRef {
  /** `builtin`, `plugin`, `api`, `workflow`, `mcp` … */
  readonly providerType: string;
  /** `author/plugin/provider`, or a short name. */
  readonly provider: string;
  readonly name: string;
}

export interface ToolFacts {
  readonly ref: ToolRef;
  readonly label: LocalText;
  /** For a model that chooses among tools. */
  readonly description: string;
  readonly parameters: readonly ParameterDeclaration[];
  /** JSON Schema of the variables it gives besides text, files and JSON. */
  readonly outputSchema: Readonly<Record<string, unknown>>;
  /** Its picture's address below the console API; null when it has none. */
  readonly icon: string | null;
}

/** Something that a tool or a strategy says, in order. */
export type ToolMessage =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'link'; readonly url: string }
  /** A picture at an address; whoever needs it fetches it. */
  | { readonly type: 'image'; readonly url: string }
  | {
      readonly type: 'file';
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      readonly filename: string | null;
    }
  | { readonly type: 'json'; readonly value: Value }
  /** `piece` is added to what came before under the name; otherwise the value is whole. */
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly value: Value;
      readonly piece: boolean;
    }
  /** A step of its work; the same id is told again when the step has gone on. */
  | {
      readonly type: 'log';
      readonly id: string;
      readonly parentId: string | null;
      readonly label: string;
      readonly status: string;
      readonly error: string | null;
      readonly data: Values;
      readonly metadata: Values;
    }
  | { readonly type: 'resources'; readonly resources: readonly Value[]; readonly context: string };

export interface ToolRequest {
  readonly ref: ToolRef;
  /** Values by name, as the tool's parameters declare them. */
  readonly parameters: Values;
  /** Which of several sets of credentials; the default one when null. */
  readonly credentialId: string | null;
  readonly run: RunFacts;
}

export interface ToolOptions {
  readonly signal: AbortSignal;
}

/** The tools of a workspace. */
export interface ToolCaller {
  /** Null when there is no such tool here. */
  find(ref: ToolRef): Promise<ToolFacts | null>;
  /** Throws `tool_not_found`, `plugin_credentials_missing` and the plugin codes. */
  call(request: ToolRequest, options: ToolOptions): AsyncIterable<ToolMessage>;
}

/** A way of letting a model reach a goal, named as app files do. */
export interface StrategyRef {
  /** `author/plugin/provider`. */
  readonly provider: string;
  readonly name: string;
}

export interface StrategyFacts {
  readonly ref: StrategyRef;
  readonly label: LocalText;
  readonly parameters: readonly ParameterDeclaration[];
  readonly wantsHistory: boolean;
}

/** The agent strategies that plugins bring. */
export interface AgentStrategies {
  find(ref: StrategyRef): Promise<StrategyFacts | null>;
  /** Parameters hold models and tools in the form that strategies read. Throws `agent_strategy_not_found` and the plugin codes. */
  run(
    request: {
      readonly ref: StrategyRef;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly run: RunFacts;
    },
    options: ToolOptions,
  ): AsyncIterable<ToolMessage>;
}
