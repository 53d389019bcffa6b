/**
 * Prints responses (spec/dsl.md 5.4). A response gets a *session* once a way leads to it on which
 * every blocking edge was taken. One session is active, the others wait in line. The active one
 * walks its segments: literal text is shown at once; a variable is shown when it is there, piece by
 * piece if its node streams it; a variable that will not come is nothing.
 *
 * `settled` is the text that finished steps and literals account for, so it follows from the log
 * alone. What an unfinished step has shown beyond it is kept in its session: if the step is retried
 * or fails, or its output turns out different, `text-replace` takes the reader back to what holds.
 */
import { markdownFromValue, type Selector } from '@outpost/contracts';
import type { PlanNode, ResponseSegment } from '../plan/plan.ts';
import { readVariable } from '../state/frame-variables.ts';
import {
  finished,
  skipped,
  type Frame,
  type Session,
  type Step,
  type TextState,
} from '../state/run-state.ts';
import { emit, type TextPiece, type Turn } from './turn.ts';

/** Opens the sessions that a frame has from its beginning. */
export function openResponses(turn: Turn, frame: Frame): void {
  for (const node of frame.entry.openResponses) openSession(turn, node, frame);
}

/** Opens the sessions that a taken edge makes possible. */
export function followTakenEdge(
  turn: Turn,
  frame: Frame,
  source: PlanNode,
  target: PlanNode,
): void {
  frame.entry.responses.forEach((group, place) => {
    const reached = frame.reached[place];
    // Only an edge that blocks adds a way; over the others the search went at the beginning.
    if (!reached?.[source.index] || !group.blocks[source.index] || reached[target.index]) return;
    const found: PlanNode[] = [];
    const open = [target];
    reached[target.index] = true;
    for (let node = open.pop(); node; node = open.pop()) {
      if (group.members[node.index]) found.push(node);
      if (group.blocks[node.index]) continue;
      for (const edge of node.edges) {
        if (reached[edge.target.index]) continue;
        reached[edge.target.index] = true;
        open.push(edge.target);
      }
    }
    for (const node of found.sort((a, b) => a.index - b.index)) openSession(turn, node, frame);
  });
}

function openSession({ state }: Turn, node: PlanNode, frame: Frame): void {
  state.text.queue.push({
    node,
    frame,
    position: 0,
    settledBefore: 0,
    shown: '',
    shownPieces: 0,
  });
}

/** Shows whatever can be shown now. */
export function flush(turn: Turn): void {
  const { text } = turn.state;
  for (;;) {
    const session = text.active ?? nextSession(text);
    if (!session) return;
    const segment = session.node.response?.[session.position];
    if (!segment && mayBeUnsaid(session)) return;
    else if (!segment) text.active = null;
    else if (!printSegment(turn, session, segment)) return;
  }
}

/** Inside a container a response that was printed stays active until it has run: its round may yet fail. */
function mayBeUnsaid({ frame, node }: Session): boolean {
  return frame.parent !== null && !frame.closed && frame.progress[node.index] !== finished;
}

function nextSession(text: TextState): Session | null {
  const session = text.queue.shift() ?? null;
  if (session) session.settledBefore = text.settled.length;
  text.active = session;
  return session;
}

/** Shows a piece that just arrived, if it is the reader's turn to see it. */
export function flushPiece(turn: Turn, step: Step, name: string): void {
  const session = turn.state.text.active;
  const segment = session?.node.response?.[session.position];
  if (!session || segment?.type !== 'value' || segment.selector[1] !== name) return;
  if (openStepOf(session, segment) === step) printSegment(turn, session, segment);
}

/** Takes back what an attempt showed, because it does not count any more. */
export function retract(turn: Turn, step: Step, reason: string): void {
  step.pieces = null;
  const session = turn.state.text.active;
  const segment = session?.node.response?.[session.position];
  if (!session || segment?.type !== 'value' || openStepOf(session, segment) !== step) return;
  const shown = session.shown;
  session.shown = '';
  session.shownPieces = 0;
  if (shown !== '') replaceText(turn, reason);
}

/**
 * Closes the sessions of a round that failed, and of the rounds inside it. What a response has said
 * that did run stays; one that never ran takes back its words.
 */
export function dropSessions(turn: Turn, frame: Frame): void {
  const { text } = turn.state;
  const isLost = (session: Session): boolean => {
    if (session.frame.progress[session.node.index] === finished) return false;
    for (let at: Frame | null = session.frame; at; at = at.parent) if (at === frame) return true;
    return false;
  };
  for (let place = text.queue.length - 1; place >= 0; place--) {
    const session = text.queue[place];
    if (session && isLost(session)) text.queue.splice(place, 1);
  }
  if (text.active && isLost(text.active)) unsay(turn, text.active);
}

function unsay(turn: Turn, { settledBefore, shown }: Session): void {
  const { text } = turn.state;
  const isSilent = shown === '' && text.settled.length === settledBefore;
  text.active = null;
  if (isSilent) return;
  text.settled = text.settled.slice(0, settledBefore);
  if (turn.retold) dropPieces(turn.retold, settledBefore);
  replaceText(turn, 'failed');
}

/** Keeps the pieces that make up the first `length` characters; sessions begin with a piece of their own. */
function dropPieces(pieces: TextPiece[], length: number): void {
  let position = 0;
  const kept = pieces.findIndex((piece) => (position += piece.text.length) > length);
  if (kept >= 0) pieces.length = kept;
}

export function replaceText(turn: Turn, reason: string): void {
  if (turn.retold) return;
  emit(turn, { type: 'text-replace', text: turn.state.text.settled, reason });
}

/** Prints as much of a segment as there is; true when the session may go on to the next one. */
function printSegment(turn: Turn, session: Session, segment: ResponseSegment): boolean {
  if (segment.type === 'text') {
    settle(turn, session, segment.text, [session.node.id, 'answer']);
    return true;
  }
  const { selector, source } = segment;
  const value = readVariable(session.frame, selector);
  if (value !== undefined) {
    settle(turn, session, markdownFromValue(value), selector);
    return true;
  }
  if (willNotCome(session.frame, source)) {
    settle(turn, session, '', selector);
    return true;
  }
  if (selector.length === 2) showPieces(turn, session, segment);
  return false;
}

function settle(turn: Turn, session: Session, text: string, selector: Selector): void {
  const { shown } = session;
  turn.state.text.settled += text;
  session.position++;
  session.shown = '';
  session.shownPieces = 0;
  if (shown === '') show(turn, session, text, selector);
  else if (text.startsWith(shown)) show(turn, session, text.slice(shown.length), selector);
  else replaceText(turn, 'changed');
}

function showPieces(
  turn: Turn,
  session: Session,
  segment: ResponseSegment & { readonly type: 'value' },
): void {
  const pieces = openStepOf(session, segment)?.pieces?.get(segment.selector[1] ?? '');
  if (!pieces || pieces.length === session.shownPieces) return;
  const text = pieces.slice(session.shownPieces).join('');
  session.shownPieces = pieces.length;
  session.shown += text;
  show(turn, session, text, segment.selector);
}

function show(turn: Turn, session: Session, text: string, selector: Selector): void {
  if (text === '') return;
  const piece = { text, selector, responseNodeId: session.node.id };
  if (turn.retold) turn.retold.push(piece);
  else emit(turn, { type: 'text-delta', ...piece });
}

/** The running step of exactly the node that a segment names. */
function openStepOf(
  { frame }: Session,
  { selector, source }: ResponseSegment & { readonly type: 'value' },
): Step | undefined {
  if (!source || source.id !== selector[0]) return undefined;
  return frameOf(frame, source)?.steps.get(source.index);
}

function willNotCome(frame: Frame, source: PlanNode | null): boolean {
  const home = source && frameOf(frame, source);
  if (!home || home.closed || !home.entry.reachable[source.index]) return true;
  const progress = home.progress[source.index];
  return progress === finished || progress === skipped;
}

function frameOf(frame: Frame, node: PlanNode): Frame | null {
  let at: Frame | null = frame;
  while (at && at.plan !== node.scope) at = at.parent;
  return at;
}
