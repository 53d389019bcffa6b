/** What a request of the OpenAI API says to an app: the question, the turns before it, its files. */
import type { HistoryTurn } from '@outpost/contracts';
import { invalid, optionalList, type Fields } from '../service-api/request-fields.ts';

export interface Asked {
  /** The text of the last message of the user. */
  readonly query: string;
  /** The turns before it, oldest first. Instructions for the model are the app's own business and left out. */
  readonly history: readonly HistoryTurn[];
  readonly attachments: readonly Attachment[];
}

export type Attachment =
  | { readonly type: 'address'; readonly url: string }
  | {
      readonly type: 'bytes';
      readonly mediaType: string;
      readonly filename: string;
      readonly bytes: Uint8Array;
    };

const messagesMax = 2000;

/** Throws `request_invalid` with the place in the request. */
export function readMessages(body: Fields): Asked {
  const messages = optionalList(body, 'messages').map((message, index) => {
    const { role, content } = (message ?? {}) as Fields;
    if (typeof role !== 'string') throw invalid(`messages.${index}.role`, 'it must be a text');
    return { role, parts: partsOf(content, `messages.${index}.content`) };
  });
  if (messages.length > messagesMax)
    throw invalid('messages', `at most ${messagesMax} messages are accepted`);
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const question = messages[last];
  if (!question) throw invalid('messages', 'it needs a message with the role “user”');
  const query = textOf(question.parts);
  if (query === '') throw invalid(`messages.${last}.content`, 'the question has no text');
  return {
    query,
    history: turnsOf(messages.slice(0, last)),
    attachments: question.parts.flatMap((part, index) =>
      attachmentOf(part, `messages.${last}.content.${index}`),
    ),
  };
}

function partsOf(content: unknown, path: string): readonly Fields[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (content === undefined || content === null) return [];
  if (!Array.isArray(content)) throw invalid(path, 'it must be a text or a list of parts');
  return content.map((part: unknown) =>
    typeof part === 'object' && part !== null ? (part as Fields) : {},
  );
}

function textOf(parts: readonly Fields[]): string {
  return parts
    .map(({ text }) => (typeof text === 'string' ? text.replaceAll('\0', '') : ''))
    .join('');
}

/** A turn is what the user said and the answer that followed; unanswered words go with the next ones. */
function turnsOf(
  messages: readonly { readonly role: string; readonly parts: readonly Fields[] }[],
): readonly HistoryTurn[] {
  const turns: HistoryTurn[] = [];
  let asked: string[] = [];
  for (const { role, parts } of messages) {
    const text = textOf(parts);
    if (role === 'user') asked.push(text);
    if (role !== 'assistant' || text === '') continue;
    turns.push({ query: asked.join('\n'), answer: text, files: [] });
    asked = [];
  }
  return turns;
}

function attachmentOf(part: Fields, path: string): readonly Attachment[] {
  if (part['type'] === 'image_url') {
    const image = part['image_url'];
    const url = typeof image === 'string' ? image : (image as Fields | null | undefined)?.['url'];
    if (typeof url !== 'string') throw invalid(path, 'the image has no address');
    return [url.startsWith('data:') ? bytesOf(url, 'image', path) : { type: 'address', url }];
  }
  if (part['type'] === 'input_audio') {
    const { data, format } = (part['input_audio'] ?? {}) as Fields;
    if (typeof data !== 'string' || typeof format !== 'string')
      throw invalid(path, 'audio has “data” and “format”');
    return [bytesOf(`data:audio/${format};base64,${data}`, `audio.${format}`, path)];
  }
  if (part['type'] === 'file') {
    const { file_data: data, filename } = (part['file'] ?? {}) as Fields;
    if (typeof data !== 'string') throw invalid(path, 'a file has “file_data”');
    return [bytesOf(data, typeof filename === 'string' ? filename : 'file', path)];
  }
  return [];
}

function bytesOf(address: string, name: string, path: string): Attachment {
  const match = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/=\s]*)$/.exec(address);
  const [, mediaType = '', data = ''] = match ?? [];
  if (!match) throw invalid(path, 'it must be an address, or data:<type>;base64,<data>');
  const ending = mediaType.split('/')[1]?.replace('jpeg', 'jpg').replace('svg+xml', 'svg') ?? '';
  return {
    type: 'bytes',
    mediaType,
    filename: name.includes('.') ? name : `${name}.${ending}`,
    bytes: Buffer.from(data, 'base64'),
  };
}
