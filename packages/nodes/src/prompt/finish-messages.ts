import {
  AppError,
  type ChatMessage,
  type ContentPart,
  type FileType,
  type FileValue,
  type ModelFacts,
  type ModelFeature,
  type NodeContext,
} from '@outpost/contracts';
import type { PromptMessage } from './prompt-message.ts';

type MediaKind = Exclude<FileType, 'custom'>;

/**
 * Turns a prompt into the messages a model accepts: files that the model cannot take are left out,
 * the others are read, and messages with nothing in them vanish. Throws `node_failed` when none is left.
 */
export async function finishMessages(
  messages: readonly PromptMessage[],
  facts: ModelFacts,
  detail: 'high' | 'low',
  context: NodeContext,
): Promise<readonly ChatMessage[]> {
  const finished: ChatMessage[] = [];
  let bytesLeft = requestBytesMax;
  for (const message of messages) {
    const media: ContentPart[] = [];
    for (const file of message.files) {
      const kind = acceptedKind(file, facts);
      if (!kind) continue;
      const part = await readMedia({ file, kind, detail, facts, bytesLeft, context }).catch(
        (error: unknown) => {
          if (message.past && error instanceof AppError && error.category === 'missing')
            return null;
          throw error;
        },
      );
      if (part?.type === 'media' && 'bytes' in part.source) bytesLeft -= part.source.bytes.length;
      if (part) media.push(part);
    }
    const built = chatMessage(message, media);
    if (built) finished.push(built);
  }
  if (finished.length > 0) return finished;
  throw new AppError('prompt_empty', { details: { node: context.title } });
}

function chatMessage(
  { role, text }: PromptMessage,
  media: readonly ContentPart[],
): ChatMessage | null {
  if (text === '' && media.length === 0) return null;
  if (role === 'user' || media.length > 0) {
    // Only a user's message can hold media, whatever role the prompt gave it.
    return { role: 'user', content: text === '' ? media : [...media, { type: 'text', text }] };
  }
  return { role, text };
}

function acceptedKind({ type }: FileValue, { features }: ModelFacts): MediaKind | null {
  if (type === 'custom') return null;
  return features.has(featureOfKind[type]) ? type : null;
}

async function readMedia({
  file,
  kind,
  detail,
  facts,
  bytesLeft,
  context: { ports, signal },
}: {
  readonly file: FileValue;
  readonly kind: MediaKind;
  readonly detail: 'high' | 'low';
  readonly facts: ModelFacts;
  readonly bytesLeft: number;
  readonly context: NodeContext;
}): Promise<ContentPart> {
  const about = {
    type: 'media' as const,
    kind,
    mediaType: file.mime_type ?? usualMediaType[kind],
    filename: file.filename,
    ...(kind === 'image' ? { detail } : {}),
  };
  const url = file.transfer_method === 'remote_url' ? file.remote_url : null;
  if (facts.readsUrls && kind === 'image' && url !== null && isOnInternet(url))
    return { ...about, source: { url } };
  const limitBytes = Math.min(bytesMax[kind], Math.max(0, bytesLeft));
  return { ...about, source: { bytes: await ports.files.read(file, { limitBytes, signal }) } };
}

/** By its name: an address of the local network would lead a vendor nowhere. */
function isOnInternet(url: string): boolean {
  const [, topLevel] = /^https:\/\/(?:[a-z0-9-]+\.)+([a-z]{2,})(?:[/?#]|$)/i.exec(url) ?? [];
  return topLevel !== undefined && !localNames.has(topLevel.toLowerCase());
}

const localNames: ReadonlySet<string> = new Set(
  'corp home internal intra intranet lan local localdomain localhost private test'.split(' '),
);

const featureOfKind: Readonly<Record<MediaKind, ModelFeature>> = {
  image: 'vision',
  audio: 'audio',
  video: 'video',
  document: 'document',
};
const usualMediaType: Readonly<Record<MediaKind, string>> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  document: 'application/octet-stream',
};
const mebibyte = 1024 * 1024;
const bytesMax: Readonly<Record<MediaKind, number>> = {
  image: 20 * mebibyte,
  audio: 50 * mebibyte,
  video: 100 * mebibyte,
  document: 50 * mebibyte,
};
/** All files of one request; they are held in memory, and once more when they are encoded. */
const requestBytesMax = 100 * mebibyte;
