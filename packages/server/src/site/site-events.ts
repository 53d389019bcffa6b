import {
  isFileValue,
  isObjectValue,
  type FileValue,
  type NodeEnd,
  type RunEvent,
  type SiteCitation,
  type SiteEvent,
  type SiteFile,
  type Value,
} from '@outpost/contracts';

export interface SiteEventOptions {
  /** Whether visitors see the steps of a run. */
  readonly showsSteps: boolean;
  /** Whether they see what the answer rests on. */
  readonly showsCitations: boolean;
  /** Whether the run's outputs are its answer. */
  readonly showsOutputs: boolean;
  /** Kinds of nodes that are never shown. */
  readonly isHidden: (kind: string) => boolean;
}

/** What a visitor sees of one event of a run; nothing of most. */
export function siteEventsOf(event: RunEvent, options: SiteEventOptions): readonly SiteEvent[] {
  const { seq } = event;
  switch (event.type) {
    case 'run-start':
      return [{ type: 'start', seq, at: event.at }];
    case 'text-delta':
      return [{ type: 'text', seq, text: event.text }];
    case 'text-replace':
      return [{ type: 'replace', seq, text: event.text }];
    case 'reasoning-delta':
      return event.text === '' ? [] : [{ type: 'thinking', seq, text: event.text }];
    case 'node-start': {
      if (!options.showsSteps || options.isHidden(event.kind)) return [];
      const { stepId, title, kind, scope } = event;
      const round = scope.at(-1)?.round ?? null;
      return [{ type: 'step-start', seq, stepId, title, kind, depth: scope.length, round }];
    }
    case 'node-end':
      return [...stepEnd(event, options), ...attached(event, options)];
    case 'node-log': {
      if (!options.showsSteps) return [];
      const { logId, parentLogId: parentId, label, status } = event;
      return [{ type: 'log', seq, logId, parentId, label, status }];
    }
    case 'run-pause':
      return [{ type: 'pause', seq }];
    case 'run-end':
      return [
        {
          type: 'end',
          seq,
          status: event.status,
          error: visitorWords(event.error?.message ?? null),
          outputs: options.showsOutputs ? { ...event.outputs } : null,
          elapsedMs: event.elapsedMs,
          totalTokens: event.totalTokens,
        },
      ];
    case 'run-resume':
    case 'node-retry':
    case 'round-start':
    case 'round-end':
      return [];
    default:
      return event satisfies never;
  }
}

function stepEnd(event: NodeEnd, options: SiteEventOptions): readonly SiteEvent[] {
  if (!options.showsSteps || options.isHidden(event.kind)) return [];
  const { seq, stepId, status, error, elapsedMs } = event;
  return [
    {
      type: 'step-end',
      seq,
      stepId,
      status,
      error: visitorWords(error?.message ?? null),
      elapsedMs,
    },
  ];
}

/** What went wrong, without the addresses of servers behind this one: they are nobody's business. */
export function visitorWords(message: string | null): string | null {
  return message === null ? null : message.replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s,;"'”“()]+/gi, '…');
}

function attached(event: NodeEnd, { showsCitations }: SiteEventOptions): readonly SiteEvent[] {
  const citations = showsCitations ? citationsOf(event.metadata['retriever_resources']) : [];
  const files = event.kind === 'answer' ? filesIn(event.outputs?.['files']) : [];
  if (citations.length === 0 && files.length === 0) return [];
  return [{ type: 'attach', seq: event.seq, citations, files }];
}

function filesIn(value: Value | undefined): SiteFile[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).filter(isFileValue).map(siteFileOf);
}

function siteFileOf(file: FileValue): SiteFile {
  return {
    id: file.transfer_method === 'remote_url' ? null : file.related_id,
    name: file.filename ?? '',
    type: file.type,
    mimeType: file.mime_type,
    sizeBytes: file.size,
    url: file.url ?? file.remote_url ?? '',
  };
}

/** Sources as they are kept with a message or told by a step. */
export function citationsOf(value: unknown): SiteCitation[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).filter(isObjectValue).map((source, index) => ({
    position: typeof source['position'] === 'number' ? source['position'] : index + 1,
    dataset: textOf(source['dataset_name']),
    document: textOf(source['document_name'] ?? source['title']),
    segmentId: textOf(source['segment_id']),
    score: typeof source['score'] === 'number' ? source['score'] : null,
    content: textOf(source['content']),
  }));
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
