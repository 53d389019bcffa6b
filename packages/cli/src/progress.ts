import type { WriteStream } from 'node:tty';

/** One line that is drawn over itself on a terminal, and a line now and then elsewhere. */
export function createProgress(out: Pick<WriteStream, 'write' | 'isTTY'>, what: string) {
  let lastAtMs = 0;
  return {
    show(doneBytes: number, totalBytes: number | null): void {
      const now = performance.now();
      if (now - lastAtMs < (out.isTTY ? 100 : 5000) && doneBytes !== totalBytes) return;
      lastAtMs = now;
      const share =
        totalBytes === null ? '' : ` ${Math.floor((doneBytes / Math.max(1, totalBytes)) * 100)} %`;
      const line = `${what}: ${megabytes(doneBytes)} MB${share}`;
      out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end(): void {
      if (out.isTTY) out.write('\n');
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
