import type { ConversationHistory, FileValue, HistoryTurn } from '@outpost/contracts';
import type { MessageFile, Store, Upload } from '@outpost/store';
import type { FileService } from '../files/file-service.ts';

/** Earlier turns of a conversation with the files that readers attached. */
export interface StoredHistory extends ConversationHistory {
  /** Only those that lead to the message `leafId`. */
  thread(leafId: string): ConversationHistory;
  /** Only those that were written before a time. */
  before(at: number): ConversationHistory;
}

type StoredTurn = Awaited<ReturnType<Store['messages']['turns']>>[number];

export function createHistory(store: Store, files: FileService): StoredHistory {
  async function withFiles(turns: readonly StoredTurn[]): Promise<readonly HistoryTurn[]> {
    const attached = (await store.messages.filesOf(turns.map(({ messageId }) => messageId))).filter(
      ({ belongsTo }) => belongsTo === 'user',
    );
    const ids = attached.flatMap(({ uploadId }) => (uploadId === null ? [] : [uploadId]));
    const found = await store.uploads.getMany([...new Set(ids)]);
    const uploads = new Map(found.map((upload) => [upload.id, upload]));
    const values = new Map<string, FileValue[]>();
    for (const file of attached) {
      const value = valueOf(files, uploads, file);
      if (value) values.set(file.messageId, [...(values.get(file.messageId) ?? []), value]);
    }
    return turns.map(({ query, answer, messageId }) => ({
      query,
      answer,
      files: values.get(messageId) ?? [],
    }));
  }

  return {
    turns: async (conversationId, turnsMax) =>
      withFiles(await store.messages.turns(conversationId, turnsMax)),
    thread: (leafId) => ({
      turns: async (conversationId, turnsMax) =>
        withFiles(await store.messages.thread(conversationId, leafId, turnsMax)),
    }),
    before: (at) => ({
      turns: async (conversationId, turnsMax) =>
        withFiles(await store.messages.turns(conversationId, turnsMax, at)),
    }),
  };
}

function valueOf(
  files: FileService,
  uploads: ReadonlyMap<string, Upload>,
  file: MessageFile,
): FileValue | null {
  if (file.uploadId === null)
    return {
      dify_model_identity: '__dify__file__',
      id: file.id,
      type: file.type as FileValue['type'],
      transfer_method: 'remote_url',
      remote_url: file.url,
      related_id: null,
      filename: file.filename,
      extension: null,
      mime_type: file.mimeType,
      size: file.sizeBytes,
      url: file.url,
    };
  const upload = uploads.get(file.uploadId);
  return upload === undefined
    ? null
    : files.valueOf(upload, 'local_file', file.type as FileValue['type']);
}
