import { useEffect, useRef, useState } from 'react';
import { readEventStream } from '../../api/event-stream.ts';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { errorWords } from '../../ui/failure.tsx';

/** A step of the check, as the server tells it (`ProbeStep` of the models package). */
export interface ProbeStep {
  readonly id: string;
  readonly status: 'passed' | 'limited' | 'failed' | 'skipped';
  readonly finding: { readonly en: string; readonly zh: string };
  readonly durationMs: number;
  readonly evidence: readonly unknown[];
}

export interface ProbeReport {
  readonly usable: boolean;
  readonly baseUrl: string;
  readonly dialect: Readonly<Record<string, unknown>>;
  readonly models: readonly string[];
}

type ProbeEvent =
  | { readonly type: 'step'; readonly step: ProbeStep }
  | { readonly type: 'report'; readonly report: ProbeReport }
  | { readonly type: 'error'; readonly message: string };

export interface Probe {
  readonly isRunning: boolean;
  readonly steps: readonly ProbeStep[];
  readonly report: ProbeReport | null;
  readonly error: string | null;
  run(tried: {
    readonly providerId: string;
    readonly settings: Record<string, string>;
  }): Promise<void>;
  reset(): void;
}

/** Tries a model server step by step; leaving the dialog ends it. */
export function useProbe(): Probe {
  const client = useClient();
  const text = useText();
  const running = useRef<AbortController | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const [steps, setSteps] = useState<readonly ProbeStep[]>([]);
  const [report, setReport] = useState<ProbeReport | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const reset = (): void => {
    running.current?.abort();
    setSteps([]);
    setReport(null);
    setError(null);
  };
  return {
    isRunning,
    steps,
    report,
    error,
    reset,
    async run(body) {
      reset();
      const control = new AbortController();
      running.current = control;
      setIsRunning(true);
      try {
        const answer = await client.call('probeProvider', { body, signal: control.signal });
        for await (const { data } of readEventStream(answer)) {
          const event = JSON.parse(data) as ProbeEvent;
          if (event.type === 'step') setSteps((known) => [...known, event.step]);
          else if (event.type === 'report') setReport(event.report);
          else setError(event.message);
        }
      } catch (thrown) {
        if (!control.signal.aborted) setError(errorWords(thrown, text));
      } finally {
        setIsRunning(false);
      }
    },
  };
}
