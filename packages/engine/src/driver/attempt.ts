import type { NodeContext, NodePorts, RunFacts } from '@outpost/contracts';
import { variablesOf } from '../state/frame-variables.ts';
import type { Step } from '../state/run-state.ts';
import type { Untimed } from '../step/transition.ts';

/** One try at running a step's node. Once it is closed nothing it says is heard any more. */
export interface Attempt {
  readonly context: NodeContext;
  isOpen(): boolean;
  close(): void;
  /** Closes it and fires its signal. */
  abort(): void;
}

export function startAttempt({
  step,
  facts,
  ports,
  give,
}: {
  readonly step: Step;
  readonly facts: RunFacts;
  readonly ports: NodePorts;
  readonly give: (input: Untimed) => void;
}): Attempt {
  let open = true;
  // Most nodes never look at their signal, and a controller costs more than the rest of a small step.
  let controller: AbortController | null = null;
  const say = (input: Untimed): void => {
    if (open) give(input);
  };
  return {
    context: {
      nodeId: step.node.id,
      title: step.node.title,
      stepId: step.ref.stepId,
      run: facts,
      variables: variablesOf(step.frame),
      ports,
      get signal() {
        controller ??= new AbortController();
        return controller.signal;
      },
      stream: (name, text) => say({ type: 'piece', step, name, text }),
      reason: (text) => say({ type: 'reasoning', step, text }),
      log: (entry) => say({ type: 'log', step, entry }),
    },
    isOpen: () => open,
    close: () => {
      open = false;
    },
    abort: () => {
      open = false;
      controller ??= new AbortController();
      controller.abort();
    },
  };
}
