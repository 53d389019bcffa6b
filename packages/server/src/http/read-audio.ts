import type { Readable } from 'node:stream';
import { AppError } from '@outpost/contracts';
import { readUpload } from './upload.ts';

const limitMegabytes = 30;
const audioBytesMax = limitMegabytes * 1024 * 1024;

export interface UploadedAudio {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly filename: string;
}

/** The audio in the part `file`; throws `audio_missing`, `audio_too_large`, `audio_type_unsupported`. */
export async function readAudio(request: Request): Promise<UploadedAudio> {
  const limits = {
    fileBytesMax: audioBytesMax + 1,
    filesMax: 1,
    fieldBytesMax: 64 * 1024,
    fieldsMax: 50,
  };
  const { files } = await readUpload(
    request,
    limits,
    async ({ fieldName, filename, mediaType, stream }) => {
      if (fieldName !== 'file') return void stream.resume();
      const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
      if (!audioTypes.has(type)) {
        stream.resume();
        throw new AppError('audio_type_unsupported', { details: { type: mediaType } });
      }
      return { bytes: await gather(stream), mediaType, filename: filename || 'audio.mp3' };
    },
  );
  const audio = files.find((file) => file !== undefined);
  if (!audio) throw new AppError('audio_missing');
  return audio;
}

async function gather(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > audioBytesMax)
      throw new AppError('audio_too_large', { details: { limitMegabytes } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The list that clients know, and the names by which browsers and Python call the same types. */
const audioTypes: ReadonlySet<string> = new Set(
  'mp3 mpga m4a x-m4a wav amr mpeg mp4 x-wav wave vnd.wave webm ogg flac aac'
    .split(' ')
    .map((name) => `audio/${name}`),
);
