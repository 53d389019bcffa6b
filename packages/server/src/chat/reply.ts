import {
  isFileValue,
  noUsage,
  type FileValue,
  type RunEnd,
  type RunEvent,
  type Usage,
  type Value,
} from '@outpost/contracts';

/** What a run said to its reader, gathered from its events. */
export interface Reply {
  /** Everything streamed, in order: what a conversation keeps. */
  readonly answer: string;
  readonly files: readonly FileValue[];
  readonly citations: readonly Value[];
  readonly usage: Usage;
}

export function replyOf(events: readonly RunEvent[], end: RunEnd | null): Reply {
  const pieces: string[] = [];
  const citations: Value[] = [];
  const files: FileValue[] = [];
  for (const event of events) {
    if (event.type === 'text-delta') pieces.push(event.text);
    else if (event.type === 'text-replace') pieces.splice(0, pieces.length, event.text);
    else if (event.type === 'node-end') {
      const found = event.metadata['retriever_resources'];
      if (Array.isArray(found)) citations.push(...(found as Value[]));
      if (event.kind === 'answer') files.push(...filesOf(event.outputs?.['files']));
    }
  }
  return { answer: pieces.join(''), files, citations, usage: end?.usage ?? noUsage };
}

function filesOf(value: Value | undefined): FileValue[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isFileValue) : [];
}
