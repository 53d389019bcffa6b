import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, messageOf } from '@outpost/contracts';
import { fetchOnce, hostOf } from './fetch-once.ts';

export interface DownloadOptions {
  readonly url: string;
  /** Where the complete file ends up; `<file>.part` holds it until then. */
  readonly file: string;
  /** SHA-256 in hexadecimal; null accepts what comes. */
  readonly sha256: string | null;
  readonly bytesMax: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  /** Bytes on disk so far, and of how many (null when the server does not say). */
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void;
  readonly signal: AbortSignal;
  readonly limits?: Partial<DownloadLimits>;
}

export interface DownloadLimits {
  /** Longest silence of the server. */
  readonly idleTimeoutMs: number;
  readonly attemptsMax: number;
  /** Wait before the second attempt; doubles each time. */
  readonly retryDelayMs: number;
}

const defaultLimits: DownloadLimits = { idleTimeoutMs: 60_000, attemptsMax: 4, retryDelayMs: 500 };

/**
 * Fetches a file. An interrupted download goes on where it stopped, in this call or the next one,
 * as long as the server says that its file is still the same (`If-Range`). The file appears under
 * its name only when it is complete and its hash is right.
 * Throws `pack_unreachable`, `pack_not_found`, `pack_too_large`, `pack_hash_mismatch`.
 */
export async function downloadFile(
  options: DownloadOptions,
): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
  const limits = { ...defaultLimits, ...options.limits };
  await mkdir(dirname(options.file), { recursive: true });
  let mismatches = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptDownload(options, limits);
    } catch (error) {
      options.signal.throwIfAborted();
      const code = error instanceof AppError ? error.code : null;
      // A part left by an older, different file spoils the hash once; a second time it is the file.
      if (code === 'pack_hash_mismatch') mismatches += 1;
      const again =
        code === 'pack_unreachable' || (code === 'pack_hash_mismatch' && mismatches < 2);
      if (!again || attempt >= limits.attemptsMax) throw error;
      await pause(limits.retryDelayMs * 2 ** (attempt - 1), undefined, { signal: options.signal });
    }
  }
}

async function attemptDownload(
  { url, file, sha256, bytesMax, headers = {}, fetch, onProgress, signal }: DownloadOptions,
  { idleTimeoutMs }: DownloadLimits,
): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
  const part = `${file}.part`;
  const validatorFile = `${part}.validator`;
  const resumable = await resumePoint(part, validatorFile, sha256 !== null);
  const silence = createSilenceTimer(idleTimeoutMs, signal);
  try {
    const response = await fetchOnce(url, {
      fetch,
      signal: silence.signal,
      headers: {
        ...headers,
        // A compressed transfer would make offsets mean something else.
        'accept-encoding': 'identity',
        ...(resumable.offset > 0 ? { range: `bytes=${resumable.offset}-` } : {}),
        ...(resumable.offset > 0 && resumable.validator ? { 'if-range': resumable.validator } : {}),
      },
    });
    if (response.status === 416) {
      await response.body?.cancel();
      await rm(part, { force: true });
      throw unreachable(url, 'it no longer has the rest of the file');
    }
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      throw new AppError('pack_not_found', {
        details: { source: hostOf(url), thing: `file ${basename(new URL(url).pathname)}` },
      });
    }
    if (response.status !== 200 && response.status !== 206) {
      await response.body?.cancel();
      throw unreachable(url, `it answered with status ${response.status}`);
    }
    const offset = response.status === 206 ? startOfRange(response, url, resumable.offset) : 0;
    const validator = strongValidator(response);
    if (validator === null) await rm(validatorFile, { force: true });
    else await writeFile(validatorFile, validator);
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const totalBytes = Number.isFinite(length) ? offset + length : null;
    const tooLarge = (): AppError =>
      new AppError('pack_too_large', {
        details: { thing: basename(file), limit: 'bytesMax', limitBytes: bytesMax },
      });
    if (totalBytes !== null && totalBytes > bytesMax) {
      await response.body?.cancel();
      throw tooLarge();
    }
    const hash = await hashOfStart(part, offset);
    let doneBytes = offset;
    const output = await open(part, offset > 0 ? 'r+' : 'w');
    try {
      await output.truncate(offset);
      // A reader of our own: `for await` over a fetch body would hide which side failed.
      for await (const chunk of response.body ?? []) {
        silence.heard();
        doneBytes += chunk.length;
        if (doneBytes > bytesMax) throw tooLarge();
        hash.update(chunk);
        await writeAll(output, chunk, doneBytes - chunk.length);
        onProgress?.(doneBytes, totalBytes);
      }
      await output.sync();
    } finally {
      await output.close();
    }
    if (totalBytes !== null && doneBytes < totalBytes)
      throw unreachable(url, `the connection ended after ${doneBytes} of ${totalBytes} bytes`);
    const actual = hash.digest('hex');
    if (sha256 !== null && actual !== sha256) {
      await rm(part, { force: true });
      throw new AppError('pack_hash_mismatch', {
        details: { file: basename(file), actual, expected: sha256 },
      });
    }
    await rename(part, file);
    await rm(validatorFile, { force: true });
    return { sha256: actual, sizeBytes: doneBytes };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    throw silence.expired()
      ? unreachable(url, `it was silent for ${idleTimeoutMs} ms (idleTimeoutMs)`)
      : unreachable(url, messageOf(error), error);
  } finally {
    silence.stop();
  }
}

/** How much of the file is here already and may be kept. */
async function resumePoint(
  part: string,
  validatorFile: string,
  hashKnown: boolean,
): Promise<{ readonly offset: number; readonly validator: string | null }> {
  const size = await stat(part).then(
    (stats) => stats.size,
    () => 0,
  );
  const validator = await readFile(validatorFile, 'utf8').catch(() => null);
  // With neither a hash nor a validator nothing would tell that the file changed in between.
  return size > 0 && (hashKnown || validator)
    ? { offset: size, validator }
    : { offset: 0, validator: null };
}

function startOfRange(response: Response, url: string, asked: number): number {
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  const start = Number(range?.[1] ?? -1);
  if (start !== asked) throw unreachable(url, 'it sent another part of the file than asked for');
  return start;
}

function strongValidator(response: Response): string | null {
  const etag = response.headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
}

async function hashOfStart(part: string, length: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (length === 0) return hash;
  for await (const chunk of createReadStream(part, { end: length - 1, highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer);
  return hash;
}

async function writeAll(
  output: Awaited<ReturnType<typeof open>>,
  chunk: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < chunk.length;)
    done += (await output.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
}

function createSilenceTimer(
  timeoutMs: number,
  signal: AbortSignal,
): {
  readonly signal: AbortSignal;
  readonly heard: () => void;
  readonly expired: () => boolean;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error('silent'));
  }, timeoutMs);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    heard: () => {
      timer.refresh();
    },
    expired: () => controller.signal.aborted,
    stop: () => {
      clearTimeout(timer);
    },
  };
}

function unreachable(url: string, reason: string, cause?: unknown): AppError {
  return new AppError('pack_unreachable', { details: { source: hostOf(url), reason }, cause });
}
