/** Freshly added nodes. */
import { noFailurePolicy, type AppMode, type GraphNode, type Language } from '@outpost/contracts';
import type { Point } from './graph-index.ts';
import { isContainer, kinds, markerKindOf } from './kinds.ts';
import { measures } from './node-facts.ts';

export interface NewNode {
  readonly kind: string;
  /** From the upper left corner of the container, or of the canvas. */
  readonly position: Point;
  readonly parentId: string | null;
}

interface Making {
  readonly mode: AppMode;
  readonly language: Language;
  readonly makeId: () => string;
}

/** The node, and the start inside it when it is a container. */
export function makeNode(
  { kind, position, parentId }: NewNode,
  making: Making,
): readonly GraphNode[] {
  const manifest = kinds.get(kind)?.manifest;
  const node: GraphNode = {
    id: making.makeId(),
    kind,
    title: kind === '' ? '' : (manifest?.title[making.language] ?? kind),
    ...(parentId === null ? {} : { parentId }),
    config: { ...manifest?.defaults, ...defaultsIn(kind, making.mode) },
    failure: noFailurePolicy,
    position: { x: Math.round(position.x), y: Math.round(position.y) },
    extra: {},
  };
  if (kind === '') return [withSize(node, measures.note)];
  if (!isContainer(kind)) return [node];
  const marker: GraphNode = {
    id: `${node.id}start`,
    kind: markerKindOf(kind),
    title: '',
    parentId: node.id,
    config: {},
    failure: noFailurePolicy,
    position: { x: measures.containerPadding.left + 4, y: measures.containerPadding.top + 6 },
    extra: {},
  };
  const box = withSize(node, measures.container);
  return [{ ...box, config: { ...box.config, start_node_id: marker.id } }, marker];
}

function withSize(
  node: GraphNode,
  { width, height }: { width: number; height: number },
): GraphNode {
  return {
    ...node,
    config: { ...node.config, width, height },
    extra: { ...node.extra, width, height },
  };
}

/** In a conversation a model is asked what the person wrote; elsewhere the author says what. */
function defaultsIn(kind: string, mode: AppMode): Readonly<Record<string, unknown>> {
  if (kind === 'llm' && mode === 'advanced-chat')
    return {
      memory: { window: { enabled: false, size: 10 }, query_prompt_template: '{{#sys.query#}}' },
    };
  if (kind === 'question-classifier' && mode === 'advanced-chat')
    return { query_variable_selector: ['sys', 'query'] };
  return {};
}

/**
 * Ids as app files have them: the time in milliseconds, with three digits more, so that two people
 * who add at once do not make the same one.
 */
export function createNodeIds(now: () => number, random: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(now() * 1000 + Math.floor(random() * 1000), last + 1);
    return String(last);
  };
}
