import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its descendants take: resident bytes, and processor time since they started. */
export interface ProcessUse {
  readonly residentBytes: number;
  readonly processorMs: number;
}

/** Null where the system does not tell (it has no /proc) or the process is gone. */
export function processUse(pid: number): ProcessUse | null {
  let residentBytes = 0;
  let processorMs = 0;
  const waiting = [pid];
  for (let count = 0; count < descendantsMax; count += 1) {
    const next = waiting.pop();
    if (next === undefined) break;
    const use = ownUse(next);
    if (use === null) {
      if (next === pid) return null;
      continue;
    }
    residentBytes += use.residentBytes;
    processorMs += use.processorMs;
    waiting.push(...childrenOf(next));
  }
  return { residentBytes, processorMs };
}

function ownUse(pid: number): ProcessUse | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Behind the name, which may hold anything, the fields are numbers: utime 12th, stime 13th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return {
      // A process that has ended and was not waited for has none.
      residentBytes: Number(kilobytes ?? 0) * 1024,
      processorMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs,
    };
  } catch {
    return null;
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        .split(' ')
        .flatMap((text) => (text === '' ? [] : [Number(text)])),
    );
  } catch {
    return [];
  }
}

/** The kernel's clock tick for programs: 100 a second on every Linux that matters. */
const tickMs = 10;
const descendantsMax = 256;
