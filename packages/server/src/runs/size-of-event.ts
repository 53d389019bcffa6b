import type { RunEvent } from '@outpost/contracts';

/** About how long an event is as JSON, without the cost of making it: every event of every run is asked. */
export function sizeOfEvent(event: RunEvent): number {
  if (event.type === 'text-delta' || event.type === 'reasoning-delta')
    return event.text.length + deltaBytes;
  return sizeOf(event, 0);
}

/** Of a piece of text without its text. */
const deltaBytes = 150;

/** What is nested deeper counts nothing, and cannot overflow the stack. */
const depthMax = 200;

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null || depth > depthMax) return 5;
  let sizeBytes = 2;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) sizeBytes += sizeOf(item, depth + 1) + 1;
    return sizeBytes;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) sizeBytes += name.length + 4 + sizeOf(fields[name], depth + 1);
  return sizeBytes;
}
