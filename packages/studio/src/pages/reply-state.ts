/** An answer as far as it has come: what the events of a run add up to for a reader. */
import type { SiteCitation, SiteEvent, SiteFile } from '@outpost/contracts';

export interface ReplyStep {
  readonly stepId: string;
  readonly title: string;
  readonly kind: string;
  readonly depth: number;
  readonly round: number | null;
  /** `running` until it has ended. */
  readonly status: string;
  readonly error: string | null;
  readonly elapsedMs: number | null;
}

interface ReplyLog {
  readonly logId: string;
  readonly parentId: string | null;
  readonly label: string;
  readonly status: string;
}

export interface ReplyState {
  readonly status: 'running' | 'normal' | 'stopped' | 'paused' | 'error';
  readonly text: string;
  readonly thinking: string;
  readonly steps: readonly ReplyStep[];
  readonly logs: readonly ReplyLog[];
  readonly citations: readonly SiteCitation[];
  readonly files: readonly SiteFile[];
  readonly error: string | null;
  readonly outputs: Readonly<Record<string, unknown>> | null;
  readonly elapsedMs: number | null;
  readonly totalTokens: number | null;
}

export const emptyReply: ReplyState = {
  status: 'running',
  text: '',
  thinking: '',
  steps: [],
  logs: [],
  citations: [],
  files: [],
  error: null,
  outputs: null,
  elapsedMs: null,
  totalTokens: null,
};

export function reduceReply(reply: ReplyState, event: SiteEvent): ReplyState {
  switch (event.type) {
    case 'start':
      // The first event of all: what was there before came from following it earlier.
      return { ...emptyReply };
    case 'text':
      return { ...reply, text: reply.text + event.text };
    case 'replace':
      return { ...reply, text: event.text };
    case 'thinking':
      return { ...reply, thinking: reply.thinking + event.text };
    case 'step-start': {
      const { stepId, title, kind, depth, round } = event;
      const step = {
        stepId,
        title,
        kind,
        depth,
        round,
        status: 'running',
        error: null,
        elapsedMs: null,
      };
      return { ...reply, steps: [...reply.steps.filter((other) => other.stepId !== stepId), step] };
    }
    case 'step-end': {
      const { stepId, status, error, elapsedMs } = event;
      return {
        ...reply,
        steps: reply.steps.map((step) =>
          step.stepId === stepId ? { ...step, status, error, elapsedMs } : step,
        ),
      };
    }
    case 'log': {
      const { logId, parentId, label, status } = event;
      const line = { logId, parentId, label, status };
      const isKnown = reply.logs.some((other) => other.logId === logId);
      return {
        ...reply,
        logs: isKnown
          ? reply.logs.map((other) => (other.logId === logId ? line : other))
          : [...reply.logs, line],
      };
    }
    case 'attach':
      return {
        ...reply,
        citations: [...reply.citations, ...event.citations],
        files: [...reply.files, ...event.files],
      };
    case 'pause':
      return { ...reply, status: 'paused' };
    case 'end': {
      const { error, outputs, elapsedMs, totalTokens } = event;
      const status =
        event.status === 'failed' ? 'error' : event.status === 'stopped' ? 'stopped' : 'normal';
      return { ...reply, status, error, outputs, elapsedMs, totalTokens };
    }
    default:
      return event satisfies never;
  }
}
