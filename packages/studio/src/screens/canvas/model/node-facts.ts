/**
 * What the canvas has to know of a node beyond what the document says: its ways out, its line of
 * text, its size. All of it follows from the node alone and is worked out once for each.
 */
import type { GraphNode } from '@outpost/contracts';
import type { MessageKey } from '../../../text/text-context.tsx';
import type { Point } from './graph-index.ts';
import { isContainer, isMarker, isNote, isRoot, kinds } from './kinds.ts';
import { shortReferences, summaryOf } from './node-summary.ts';

/** A way out of a node. */
export interface HandleFacts {
  readonly id: string;
  /** Shown at the handle: a word, the same in every language, or the name of a message. */
  readonly label: string;
  readonly labelKey: MessageKey | null;
  /** Further words in small, e.g. the condition. */
  readonly detail: string;
  /** From the node's upper edge to the handle's middle. */
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface NodeFacts {
  /** Whether something may lead to it. */
  readonly hasInput: boolean;
  /** Empty where nothing follows. */
  readonly handles: readonly HandleFacts[];
  readonly summary: string;
  readonly size: Size;
}

/** The measures of a node, shared with `node-card.module.css`. */
export const measures = {
  width: 244,
  head: 46,
  summary: 26,
  row: 28,
  foot: 8,
  marker: { width: 44, height: 46 },
  container: { width: 380, height: 210 },
  containerMin: { width: 240, height: 130 },
  /** Between a container's edges and what is in it. */
  containerPadding: { top: 62, right: 24, bottom: 24, left: 20 },
  note: { width: 240, height: 96 },
  noteMin: { width: 120, height: 60 },
} as const;

/** From the upper edge to the middle of a node's first handles. */
export const handleY = measures.head / 2;

const known = new WeakMap<GraphNode, NodeFacts>();

export function factsOf(node: GraphNode): NodeFacts {
  const facts = known.get(node) ?? workOut(node);
  known.set(node, facts);
  return facts;
}

/** Where an edge leaves a node, from the node's upper left corner. */
export function exitOf(node: GraphNode, handle: string): Point {
  const { handles, size } = factsOf(node);
  return { x: size.width, y: handles.find(({ id }) => id === handle)?.y ?? handleY };
}

function workOut(node: GraphNode): NodeFacts {
  if (isNote(node.kind))
    return { hasInput: false, handles: [], summary: '', size: ownSize(node, measures.note) };
  if (isMarker(node.kind))
    return { hasInput: false, handles: [plainHandle], summary: '', size: measures.marker };
  const hasInput = !isRoot(node.kind);
  const summary = summaryOf(node);
  const rows = branchesOf(node);
  if (isContainer(node.kind)) {
    // A container shows its ways out at its head, one below the other.
    const handles = [
      plainHandle,
      ...rows.map((row, index) => ({ ...row, y: handleY + 28 + 28 * index })),
    ];
    return { hasInput, handles, summary, size: ownSize(node, measures.container) };
  }
  const isPlain = kinds.get(node.kind)?.traits.branch !== true || rows.length === 0;
  const top = measures.head + (summary === '' ? 0 : measures.summary);
  const placed = rows.map((row, index) => ({ ...row, y: top + measures.row * (index + 0.5) }));
  const height = top + measures.row * rows.length;
  return {
    hasInput,
    handles: isPlain && !isLast(node.kind) ? [plainHandle, ...placed] : placed,
    summary,
    size: { width: measures.width, height: height + (height > measures.head ? measures.foot : 0) },
  };
}

const plainHandle: HandleFacts = {
  id: 'source',
  label: '',
  labelKey: null,
  detail: '',
  y: handleY,
};

/** After these a run or a round has nothing more to do. */
function isLast(kind: string): boolean {
  const traits = kinds.get(kind)?.traits;
  return traits?.endsContainer === true || kind === 'end';
}

type Row = Omit<HandleFacts, 'y'>;

function branchesOf(node: GraphNode): readonly Row[] {
  const own = ownHandles(node).map((id, index): Row => ({ id, ...wordsOf(node, id, index) }));
  if (node.failure.strategy !== 'fail-branch') return own;
  return [...own, { id: 'fail-branch', label: '', labelKey: 'canvas.onFailure', detail: '' }];
}

function ownHandles(node: GraphNode): readonly string[] {
  const kind = kinds.get(node.kind);
  if (!kind?.handles) return [];
  try {
    return kind.handles(kind.parse(node));
  } catch {
    // Half-written settings: what the file calls its ways out is enough to draw them.
    return looseHandles(node);
  }
}

function looseHandles({ config }: GraphNode): readonly string[] {
  const items = config['cases'] ?? config['classes'] ?? config['user_actions'];
  const ids = Array.isArray(items)
    ? (items as readonly unknown[]).flatMap((item) => {
        const { case_id: caseId, id } = (item ?? {}) as Readonly<Record<string, unknown>>;
        const found = caseId ?? id;
        return typeof found === 'string' || typeof found === 'number' ? [String(found)] : [];
      })
    : [];
  return 'cases' in config ? [...ids, 'false'] : ids;
}

/** Names of ways out by kind; any other kind's are called by their ids. */
function wordsOf(node: GraphNode, id: string, index: number): Omit<Row, 'id'> {
  const plain = { label: id, labelKey: null, detail: '' };
  switch (node.kind) {
    case 'if-else': {
      const cases = node.config['cases'];
      if (id === 'false') return { ...plain, label: 'ELSE' };
      const item: unknown = Array.isArray(cases)
        ? (cases as readonly unknown[])[index]
        : node.config;
      return { ...plain, label: index === 0 ? 'IF' : 'ELIF', detail: conditionWords(item) };
    }
    case 'question-classifier': {
      const name = itemAt(node.config['classes'], index)['name'];
      return {
        ...plain,
        label: (typeof name === 'string' && shortReferences(name)) || `${index + 1}`,
      };
    }
    case 'human-input': {
      if (id === '__timeout') return { ...plain, label: '', labelKey: 'canvas.onTimeout' };
      const title = itemAt(node.config['user_actions'], index)['title'];
      return { ...plain, label: typeof title === 'string' && title !== '' ? title : id };
    }
    default:
      return plain;
  }
}

function itemAt(list: unknown, index: number): Readonly<Record<string, unknown>> {
  const item: unknown = Array.isArray(list) ? (list as readonly unknown[])[index] : undefined;
  return typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {};
}

/** A case in short: `text contains “a” …`. */
function conditionWords(item: unknown): string {
  const { conditions, logical_operator: joined } = (item ?? {}) as Readonly<
    Record<string, unknown>
  >;
  if (!Array.isArray(conditions)) return '';
  return (conditions as readonly Readonly<Record<string, unknown>>[])
    .map((condition) => {
      const selector: unknown = condition?.['variable_selector'];
      const name: unknown = Array.isArray(selector) ? selector.at(-1) : '';
      const value = condition?.['value'];
      const expected = typeof value === 'string' ? shortReferences(value) : '';
      return [name, condition?.['comparison_operator'], expected].filter(Boolean).join(' ');
    })
    .join(joined === 'or' ? ' ∨ ' : ' ∧ ')
    .slice(0, 80);
}

/** The size that the document gives a container or a note. */
function ownSize({ extra, config }: GraphNode, usual: Size): Size {
  return {
    width: sizeFrom(extra['width'], config['width']) ?? usual.width,
    height: sizeFrom(extra['height'], config['height']) ?? usual.height,
  };
}

function sizeFrom(...values: readonly unknown[]): number | null {
  const found = values.find((value) => typeof value === 'number' && value > 0 && value < 100_000);
  return typeof found === 'number' ? Math.round(found) : null;
}
