import type { AppMode, FailurePolicy, GraphNode, NodeKind } from '@outpost/contracts';
import { createContext, useContext } from 'react';
import type { GraphVariables } from '../../../editor/graph-variables.ts';
import type { VariableScope } from '../../../editor/variable-scope.ts';
import type { Config, Path } from './model/config-access.ts';

/** What the form of a node works with. */
export interface NodeForm {
  readonly node: GraphNode;
  /** Undefined for kinds that nobody here knows. */
  readonly kind: NodeKind | undefined;
  readonly mode: AppMode;
  readonly config: Config;
  readonly isReadOnly: boolean;
  /** What the node can read. */
  readonly variables: VariableScope;
  readonly graph: GraphVariables;
  /** Changes the settings; `field` names the change in the list of steps. */
  readonly change: (field: string, edit: (config: Config) => Config) => void;
  /** Changes the settings and takes away the edges that left by ways that are gone. */
  readonly changeWays: (
    field: string,
    edit: (config: Config) => Config,
    gone: readonly string[],
  ) => void;
  /** Sets one place of the settings; undefined takes it out. */
  readonly set: (field: string, path: Path, value: unknown) => void;
  readonly changeFailure: (field: string, edit: (failure: FailurePolicy) => FailurePolicy) => void;
  /** What is wrong at a place of the settings, or below it with `deep`. */
  readonly problem: (path: Path, deep?: boolean) => string | null;
}

const NodeFormContext = createContext<NodeForm | null>(null);
export const NodeFormProvider = NodeFormContext.Provider;

export function useNodeForm(): NodeForm {
  const form = useContext(NodeFormContext);
  if (!form) throw new Error('useNodeForm needs a NodeFormProvider above it.');
  return form;
}
