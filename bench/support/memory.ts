import { execFileSync } from 'node:child_process';

/** Resident memory of a process and of all that it started. */
export function treeMemoryMb(pid: number): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = new Set([pid]);
  let kilobytes = 0;
  // Children come after their parents, but for the odd number that was used again.
  for (const [id = 0, parent = 0, size = 0] of processes) {
    if (id !== pid && !tree.has(parent)) continue;
    tree.add(id);
    kilobytes += size;
  }
  return kilobytes / 1024;
}
