/** What the parts of the canvas do together: adding nodes, the view, the clipboard. */
import { createContext, useContext } from 'react';
import type { AppMode, GraphNode, Language } from '@outpost/contracts';
import { clipFromText, clipOf, clipToText, paste } from '../model/clipboard.ts';
import type { EditorStore } from '../model/editor-store.ts';
import { addNode, gapX, placeAfter } from '../model/graph-commands.ts';
import { absolutePosition, indexOf, outermost, type Point } from '../model/graph-index.ts';
import { boxAround, boxOf } from '../model/boxes.ts';
import { containerAt } from '../model/drop.ts';
import { factsOf, measures } from '../model/node-facts.ts';
import { isNote } from '../model/kinds.ts';
import type { FlowApi } from './flow-api.ts';
import type { QuickAddRequest, ViewStore } from './view-store.ts';

export interface CanvasTools {
  readonly flow: FlowApi;
  /** Adds a node where a request asks for it, and opens its form. */
  add(kind: string, request: QuickAddRequest): void;
  /** Opens the search: after the node that is selected, else in the middle. */
  askToAdd(): void;
  copyText(): string | null;
  /** False when the text holds no nodes. */
  pasteText(text: string, at?: Point): { readonly isPasted: boolean; readonly leftOut: number };
  duplicate(): void;
  focusCanvas(): void;
  readonly makeId: () => string;
}

export interface ToolsOptions {
  readonly editor: EditorStore;
  readonly view: ViewStore;
  readonly flow: FlowApi;
  readonly makeId: () => string;
  readonly language: () => Language;
  readonly element: () => HTMLElement | null;
}

export function createCanvasTools({
  editor,
  view,
  flow,
  makeId,
  language,
  element,
}: ToolsOptions): CanvasTools {
  const graph = () => editor.getState().document.graph;
  const mode = (): AppMode => editor.getState().document.profile.mode;
  const focusCanvas = (): void => element()?.focus({ preventScroll: true });

  const add = (kind: string, request: QuickAddRequest): void => {
    const { parentId, position } = placeFor(kind, request);
    const command = addNode(
      {
        kind,
        parentId,
        position,
        ...(request.after ? { after: request.after } : {}),
        ...(request.before === undefined ? {} : { before: request.before }),
        ...(request.into === undefined ? {} : { into: request.into }),
      },
      { mode: mode(), language: language(), makeId },
    );
    editor.dispatch(command);
    const [id] = command.select ?? [];
    if (id === undefined) return;
    if (isNote(kind)) view.set({ renamingId: id });
    else editor.openNode(id);
    flow.reveal(id);
  };

  /** From the corner of its container, where the request's places are on the whole canvas. */
  const placeFor = (
    kind: string,
    request: QuickAddRequest,
  ): { parentId: string | null; position: Point } => {
    const { byId } = indexOf(graph());
    const edge = graph().edges.find(({ id }) => id === request.into);
    const neighbour = byId.get(request.after?.source ?? edge?.source ?? request.before ?? '');
    const parentId = neighbour ? (neighbour.parentId ?? null) : request.parentId;
    if (request.after && request.at === null)
      return {
        parentId,
        position: placeAfter(graph(), request.after.source, request.after.handle),
      };
    const target = edge && byId.get(edge.target);
    if (neighbour && target) return { parentId, position: placeBetween(neighbour, target) };
    const at = request.at ?? flow.toCanvas(flow.middle());
    const parent = parentId === null ? undefined : byId.get(parentId);
    const origin = parent ? absolutePosition(graph(), parent) : { x: 0, y: 0 };
    const centred =
      request.after || request.before !== undefined
        ? at
        : { x: at.x - (kind === '' ? 120 : measures.width / 2), y: at.y - 23 };
    return { parentId, position: { x: centred.x - origin.x, y: centred.y - origin.y } };
  };

  const pasteText: CanvasTools['pasteText'] = (text, at) => {
    const clip = clipFromText(text);
    if (!clip || editor.getState().isReadOnly) return { isPasted: false, leftOut: 0 };
    const place = at ?? flow.toCanvas(flow.pointer() ?? flow.middle());
    const container = containerAt(graph(), place, new Set());
    const pasted = paste(clip, graph(), {
      mode: mode(),
      makeId,
      at: place,
      parentId: container?.id ?? null,
    });
    if (!pasted) return { isPasted: false, leftOut: clip.nodes.length };
    editor.dispatch(pasted.command);
    return { isPasted: true, leftOut: pasted.leftOut };
  };

  return {
    flow,
    add,
    makeId,
    focusCanvas,
    pasteText,
    askToAdd() {
      const { byId } = indexOf(graph());
      const { nodes } = editor.getState().selection;
      const [id] = nodes;
      const node = nodes.size === 1 && id !== undefined ? byId.get(id) : undefined;
      const exit = node && factsOf(node).handles[0];
      if (node && exit) {
        const { x, y } = absolutePosition(graph(), node);
        const screen = flow.toScreen({ x: x + factsOf(node).size.width + 16, y });
        view.set({
          quickAdd: {
            screen,
            at: null,
            parentId: node.parentId ?? null,
            after: { source: node.id, handle: exit.id },
          },
        });
        return;
      }
      const middle = flow.middle();
      const at = flow.toCanvas(middle);
      const container = containerAt(graph(), at, new Set());
      view.set({
        quickAdd: {
          screen: { x: middle.x - 160, y: middle.y - 210 },
          at,
          parentId: container?.id ?? null,
        },
      });
    },
    copyText() {
      const { selection } = editor.getState();
      if (selection.nodes.size === 0) return null;
      const clip = clipOf(graph(), selection.nodes);
      return clip.nodes.length > 0 ? clipToText(clip) : null;
    },
    duplicate() {
      const { selection, isReadOnly } = editor.getState();
      if (isReadOnly) return;
      const tops = outermost(graph(), selection.nodes);
      const box = boxAround(tops.map((node) => boxOf(graph(), node)));
      if (!box) return;
      const pasted = paste(clipOf(graph(), selection.nodes), graph(), {
        mode: mode(),
        makeId,
        at: { x: box.x + 32, y: box.y + 32 },
        parentId: tops[0]?.parentId ?? null,
        label: 'canvas.stepDuplicate',
      });
      if (pasted) editor.dispatch(pasted.command);
    },
  };
}

/** In the middle where there is room, else right after the first one. */
function placeBetween(first: GraphNode, second: GraphNode): Point {
  const right = first.position.x + factsOf(first).size.width;
  const between = second.position.x - right;
  const isWide = between > measures.width + 2 * 24;
  return {
    x: isWide ? right + (between - measures.width) / 2 : right + gapX,
    y: isWide ? (first.position.y + second.position.y) / 2 : first.position.y,
  };
}

const ToolsContext = createContext<CanvasTools | null>(null);
export const ToolsProvider = ToolsContext.Provider;

export function useCanvasTools(): CanvasTools {
  const tools = useContext(ToolsContext);
  if (!tools) throw new Error('useCanvasTools needs a ToolsProvider above it.');
  return tools;
}
