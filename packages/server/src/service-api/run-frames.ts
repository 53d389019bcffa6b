/**
 * A run's events as the Service API streams them (spec/service-api.md 3). One translator per
 * reader: it remembers only what later frames repeat. Graph apps show their nodes, classic apps
 * only the answer.
 */
import {
  isGraphMode,
  type NodeEnd,
  type RunEnd,
  type RunEvent,
  type Value,
} from '@outpost/contracts';
import { envelopeOf, filesIn, type Frame, type RunFacts, type RunShape } from './frame-shape.ts';
import {
  createThought,
  errorFrame,
  messageEnd,
  reasoningFrame,
  createTextJson,
  replaceFrame,
} from './message-frames.ts';
import { nodeFinished, nodeRetried, nodeStarted, roundStarted } from './node-frames.ts';
import { agentLog, workflowFinished, workflowPaused, workflowStarted } from './workflow-frames.ts';

export interface RunFrames {
  /** The frames of one event, in order, as they go over the wire. */
  translate(event: RunEvent): readonly string[];
}

export function createRunFrames(facts: RunFacts): RunFrames {
  const shape: RunShape = { facts, envelope: envelopeOf(facts) };
  const citations: Value[] = [];
  const files: Value[] = [];
  const showsGraph = isGraphMode(facts.mode);
  const thought = facts.mode === 'agent-chat' ? createThought(shape) : null;
  const onWire = (json: string): string => `data: ${facts.addresses(json)}\n\n`;
  const textJson = createTextJson(shape);

  function framesOf(event: Exclude<RunEvent, { readonly type: 'text-delta' }>): readonly Frame[] {
    switch (event.type) {
      case 'run-start':
        return [
          ...(showsGraph
            ? [workflowStarted(shape, event.inputs, event.system, event.at, 'initial')]
            : []),
          ...(thought?.begin(event.at) ?? []),
        ];
      case 'run-resume':
        return [];
      case 'text-replace':
        return [replaceFrame(shape, event.text, event.reason)];
      case 'reasoning-delta':
        return [reasoningFrame(shape, event)];
      case 'node-start':
        return showsGraph && !facts.isHidden(event.kind) ? [nodeStarted(shape, event)] : [];
      case 'node-retry':
        return showsGraph ? [nodeRetried(shape, event)] : [];
      case 'node-end':
        collect(event, citations, files);
        return showsGraph && !facts.isHidden(event.kind) ? [nodeFinished(shape, event)] : [];
      case 'round-start':
        return showsGraph ? roundStarted(shape, event) : [];
      case 'round-end':
        return [];
      case 'node-log':
        return showsGraph ? [agentLog(shape, event)] : [];
      case 'run-pause':
        return showsGraph ? [workflowPaused(shape, event)] : [];
      case 'run-end':
        return [...(thought?.end(event) ?? []), ...runEnded(shape, event, citations, files)];
      default:
        return neverEvent(event);
    }
  }

  return {
    translate(event) {
      if (event.type !== 'text-delta')
        return framesOf(event).map((frame) => onWire(JSON.stringify(frame)));
      return [
        onWire(
          thought
            ? JSON.stringify(thought.delta(event.text))
            : textJson(event.text, event.selector),
        ),
      ];
    },
  };
}

function neverEvent(event: never): never {
  throw new Error(`Unknown run event ${JSON.stringify(event)}.`);
}

function runEnded(
  shape: RunShape,
  event: RunEnd,
  citations: readonly Value[],
  files: readonly Value[],
): readonly Frame[] {
  const { facts } = shape;
  const finished = isGraphMode(facts.mode) ? [workflowFinished(shape, event)] : [];
  if (!facts.message) return finished;
  if (event.status === 'failed') return [...finished, errorFrame(shape, event)];
  const end = messageEnd(shape, event, citations, files);
  // Clients may stop reading at the first terminal event, and usage and citations are in this one.
  return event.status === 'stopped' ? [...finished, end] : [end, ...finished];
}

function collect(event: NodeEnd, citations: Value[], files: Value[]): void {
  const found = event.metadata['retriever_resources'];
  if (Array.isArray(found)) citations.push(...(found as Value[]));
  if (event.kind === 'answer') files.push(...filesIn(event.outputs));
}
