/**
 * A pinned node is not run while the draft is tried: it gives the outputs that were pinned. The pin
 * lies in the node's envelope, so that it is undone, saved and seen by others like any edit;
 * published versions ignore it.
 */
import type { AppDocument, Graph, GraphNode } from '@outpost/contracts';
import type { EditorCommand } from './command.ts';
import { withNode } from './node-commands.ts';

export interface Pin {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The way out of a branch. */
  readonly handle?: string;
}

export function pinOf({ extra }: Pick<GraphNode, 'extra'>): Pin | null {
  const pin = extra['pinned'];
  if (typeof pin !== 'object' || pin === null || !('outputs' in pin)) return null;
  const { outputs } = pin;
  if (typeof outputs !== 'object' || outputs === null || Array.isArray(outputs)) return null;
  return pin as Pin;
}

/** The pins as `runApp` takes them. */
export function pinsOf(graph: Graph): Readonly<Record<string, Pin>> {
  return Object.fromEntries(
    graph.nodes.flatMap((node) => {
      const pin = pinOf(node);
      return pin ? [[node.id, pin] as const] : [];
    }),
  );
}

/** Pins the node to outputs; null takes the pin out. */
export function pinNode(node: Pick<GraphNode, 'id' | 'title'>, pin: Pin | null): EditorCommand {
  return {
    label: { key: pin ? 'canvas.stepPin' : 'canvas.stepUnpin', values: { node: node.title } },
    edit: (document): AppDocument =>
      withNode(document, node.id, (now) => {
        if (pin) return { ...now, extra: { ...now.extra, pinned: pin } };
        const { pinned, ...extra } = now.extra;
        return pinned === undefined ? now : { ...now, extra };
      }),
  };
}
