/** What tools and strategies say, in the protocol's form and in ours, both ways. */
import { AppError, type ToolMessage, type Value, type Values } from '@outpost/contracts';
import { isTree, listOf, textOf, treeOf, type Tree } from '../declaration/fields.ts';

interface PartialFile {
  readonly chunks: Buffer[];
  bytes: number;
}

/** Reads the messages of one call; files that come in pieces are put together. */
export function createToolMessageReader({
  plugin,
  fileBytesMax = 100 * 1024 * 1024,
}: {
  readonly plugin: string;
  readonly fileBytesMax?: number;
}): (chunk: unknown) => ToolMessage | null {
  const files = new Map<string, PartialFile>();
  let total = 0;

  function grow(bytes: number): void {
    total += bytes;
    if (total > fileBytesMax)
      throw new AppError('plugin_flooded', {
        details: { plugin, limit: 'fileBytesMax', value: fileBytesMax },
      });
  }

  function blob(message: Tree, meta: Tree): ToolMessage {
    const bytes = Buffer.from(textOf(message['blob']), 'base64');
    grow(bytes.length);
    return fileOf(bytes, meta);
  }

  function blobChunk(message: Tree, meta: Tree): ToolMessage | null {
    const id = textOf(message['id']);
    const file = files.get(id) ?? { chunks: [], bytes: 0 };
    files.set(id, file);
    const bytes = Buffer.from(textOf(message['blob']), 'base64');
    grow(bytes.length);
    file.chunks.push(bytes);
    file.bytes += bytes.length;
    if (message['end'] !== true) return null;
    files.delete(id);
    return fileOf(Buffer.concat(file.chunks), meta);
  }

  return (chunk) => {
    const { type, message: told, meta: facts } = treeOf(chunk);
    const message = treeOf(told);
    const meta = treeOf(facts);
    switch (type) {
      case 'text':
        return { type, text: textOf(message['text']) };
      case 'link':
        return { type, url: textOf(message['text']) };
      case 'image':
      case 'image_link':
        return { type: 'image', url: textOf(message['text']) };
      case 'binary_link':
      case 'file':
        return { type: 'link', url: textOf(message['text']) };
      case 'json':
        return { type, value: (message['json_object'] ?? null) as Value };
      case 'variable':
        return {
          type,
          name: textOf(message['variable_name']),
          value: (message['variable_value'] ?? null) as Value,
          piece: message['stream'] === true,
        };
      case 'blob':
        return blob(message, meta);
      case 'blob_chunk':
        return blobChunk(message, meta);
      case 'log':
        return {
          type,
          id: textOf(message['id']),
          parentId: textOf(message['parent_id']) || null,
          label: textOf(message['label']),
          status: textOf(message['status']) || 'success',
          error: textOf(message['error']) || null,
          data: valuesOf(message['data']),
          metadata: valuesOf(message['metadata']),
        };
      case 'retriever_resources':
        return {
          type: 'resources',
          resources: listOf(message['retriever_resources']) as readonly Value[],
          context: textOf(message['context']),
        };
      default:
        throw new AppError('plugin_answer_invalid', {
          details: { plugin, action: 'a call', reason: `a message has the type “${textOf(type)}”` },
        });
    }
  };
}

function fileOf(bytes: Uint8Array, meta: Tree): ToolMessage {
  return {
    type: 'file',
    bytes,
    mediaType: textOf(meta['mime_type']) || 'application/octet-stream',
    filename: textOf(meta['filename']) || null,
  };
}

function valuesOf(value: unknown): Values {
  return isTree(value) ? (value as Values) : {};
}

/** A message for a plugin that has called another tool. */
export function wireToolMessage(message: ToolMessage): Tree {
  const wire = (type: string, body: Tree, meta: Tree | null = null): Tree => ({
    type,
    message: body,
    meta,
  });
  switch (message.type) {
    case 'text':
      return wire('text', { text: message.text });
    case 'link':
      return wire('link', { text: message.url });
    case 'image':
      return wire('image', { text: message.url });
    case 'file':
      return wire(
        'blob',
        { blob: Buffer.from(message.bytes).toString('base64') },
        {
          mime_type: message.mediaType,
          ...(message.filename === null ? {} : { filename: message.filename }),
        },
      );
    case 'json':
      return wire('json', { json_object: message.value });
    case 'variable':
      return wire('variable', {
        variable_name: message.name,
        variable_value: message.value,
        stream: message.piece,
      });
    case 'log':
      return wire('log', {
        id: message.id,
        label: message.label,
        parent_id: message.parentId,
        error: message.error,
        status: message.status,
        data: message.data,
        metadata: message.metadata,
      });
    case 'resources':
      return wire('retriever_resources', {
        retriever_resources: message.resources,
        context: message.context,
      });
  }
}
