import type { FileValue, NodeContext, ToolMessage, Value, Values } from '@outpost/contracts';

export interface CollectedMessages {
  /** `text`, `files`, `json` and the variables that the tool named. */
  readonly outputs: Values;
  readonly resources: readonly Value[];
}

/** Reads what a tool says: texts and pieces of variables go on at once, files are kept. */
export async function collectMessages(
  messages: AsyncIterable<ToolMessage>,
  context: NodeContext,
): Promise<CollectedMessages> {
  let text = '';
  const files: FileValue[] = [];
  const json: Value[] = [];
  const variables: Record<string, Value> = {};
  const resources: Value[] = [];
  const say = (piece: string): void => {
    if (piece === '') return;
    text += piece;
    context.stream('text', piece);
  };
  for await (const message of messages) {
    switch (message.type) {
      case 'text':
        say(message.text);
        break;
      case 'link':
        say(`Link: ${message.url}\n`);
        break;
      case 'image':
        files.push(remoteImage(message.url));
        break;
      case 'file': {
        const { bytes, mediaType } = message;
        const filename = message.filename ?? `file-${files.length + 1}${extensionOf(mediaType)}`;
        files.push(await context.ports.files.save({ filename, mediaType, bytes }));
        break;
      }
      case 'json':
        json.push(message.value);
        break;
      case 'variable':
        if (message.piece && typeof message.value === 'string') {
          const before = variables[message.name];
          variables[message.name] = (typeof before === 'string' ? before : '') + message.value;
          context.stream(message.name, message.value);
        } else variables[message.name] = message.value;
        break;
      case 'log': {
        const { id, parentId, label, status, error, data, metadata } = message;
        context.log({ logId: id, parentLogId: parentId, label, status, error, data, metadata });
        break;
      }
      case 'resources':
        resources.push(...message.resources);
        break;
      default:
        message satisfies never;
    }
  }
  return {
    outputs: { ...variables, text, files, json: json.length > 0 ? json : [{ data: [] }] },
    resources,
  };
}

function remoteImage(url: string): FileValue {
  const filename =
    /\/([^/?#]+)(?:[?#]|$)/.exec(url.replace(/^https?:\/\/[^/]*/i, ''))?.[1] ?? 'image';
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(filename)?.[0] ?? '';
  return {
    dify_model_identity: '__dify__file__',
    id: null,
    type: 'image',
    transfer_method: 'remote_url',
    remote_url: url,
    related_id: null,
    filename,
    extension,
    mime_type: null,
    size: -1,
    url,
  };
}

function extensionOf(mediaType: string): string {
  const subtype = /^[a-z]+\/(?:x-)?([a-z0-9]{1,8})$/i.exec(mediaType)?.[1]?.toLowerCase();
  return subtype === undefined || subtype === 'octet' ? '' : `.${subtype}`;
}
