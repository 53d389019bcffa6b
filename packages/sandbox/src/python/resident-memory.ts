import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Calls back with a process's resident memory in bytes; with null when the system will not tell. */
export function readResidentMemory(pid: number, receive: (bytes: number | null) => void): void {
  if (process.platform === 'linux') {
    receive(fromStatus(pid));
    return;
  }
  if (process.platform === 'win32') {
    receive(null);
    return;
  }
  execFile('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 2000 }, (error, output) => {
    const kilobytes = Number.parseInt(output, 10);
    receive(error || Number.isNaN(kilobytes) ? null : kilobytes * 1024);
  });
}

/** `VmRSS` is in kB on every page size, unlike the pages of `statm`. */
function fromStatus(pid: number): number | null {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match?.[1] === undefined ? null : Number(match[1]) * 1024;
  } catch {
    return null;
  }
}
