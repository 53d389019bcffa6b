import type { SiteFile, SiteMessage } from '@outpost/contracts';
import type { Message, MessageFile } from '@outpost/store';
import type { Services } from '../services.ts';
import { citationsOf, visitorWords } from './site-events.ts';

/** Messages as visitors see them, with what belongs to each and addresses that work now. */
export async function presentMessages(
  { store, files }: Pick<Services, 'store' | 'files'>,
  messages: readonly Message[],
): Promise<SiteMessage[]> {
  const ids = messages.map(({ id }) => id);
  const [attached, feedbacks] = await Promise.all([
    store.messages.filesOf(ids),
    store.feedbacks.ofMessages(ids),
  ]);
  const uploadIds = attached.flatMap(({ uploadId }) => uploadId ?? []);
  const uploads = await store.uploads.getMany([...new Set(uploadIds)]);
  const urls = new Map(
    uploads.map((upload) => [upload.id, files.valueOf(upload, 'local_file').url ?? '']),
  );
  return messages.map((message) => {
    const own = attached.filter(({ messageId }) => messageId === message.id);
    const filesOf = (side: MessageFile['belongsTo']): SiteFile[] =>
      own.filter(({ belongsTo }) => belongsTo === side).map((file) => fileOf(file, urls));
    const opinion = feedbacks.find(
      ({ messageId, fromSource }) => messageId === message.id && fromSource === 'user',
    );
    return {
      id: message.id,
      parentId: message.parentMessageId,
      conversationId: message.conversationId,
      runId: message.runId,
      query: message.query,
      inputs: { ...message.inputs },
      answer: files.renewAddresses(message.answer),
      status: message.status,
      error: visitorWords(message.error),
      files: filesOf('user'),
      answerFiles: filesOf('assistant'),
      citations: citationsOf(message.metadata['retriever_resources']),
      rating: opinion?.rating ?? null,
      saved: message.savedAt !== null,
      createdAt: message.createdAt,
    };
  });
}

function fileOf(file: MessageFile, urls: ReadonlyMap<string, string>): SiteFile {
  return {
    id: file.uploadId,
    name: file.filename ?? '',
    type: file.type as SiteFile['type'],
    mimeType: file.mimeType,
    sizeBytes: file.sizeBytes,
    url: (file.uploadId === null ? undefined : urls.get(file.uploadId)) ?? file.url ?? '',
  };
}
