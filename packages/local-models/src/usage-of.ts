import { noUsage, type Usage } from '@outpost/contracts';

/** What a call on this machine took: tokens and time, no money. */
export function usageOf({
  promptTokens = 0,
  completionTokens = 0,
  latencyMs = 0,
  timeToFirstTokenMs = null,
}: {
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly latencyMs?: number;
  readonly timeToFirstTokenMs?: number | null;
}): Usage {
  return {
    ...noUsage,
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    latencyMs,
    timeToFirstTokenMs,
  };
}
