/** Prompts in the protocol's form and in ours, both ways. */
import type { ChatMessage, ContentPart, ToolCall, ToolSpec } from '@outpost/contracts';
import { isTree, listOf, textOf, treeOf, type Tree } from '../declaration/fields.ts';

export function wireMessages(messages: readonly ChatMessage[]): readonly Tree[] {
  return messages.map((message): Tree => {
    switch (message.role) {
      case 'system':
        return { role: 'system', content: message.text, name: null };
      case 'user':
        return { role: 'user', content: wireContent(message.content), name: null };
      case 'assistant': {
        const calls = message.toolCalls ?? [];
        const opaque = calls.find(({ extra }) => extra !== undefined)?.extra;
        return {
          role: 'assistant',
          content: message.text,
          name: null,
          tool_calls: calls.map(wireToolCall),
          ...(opaque === undefined ? {} : { opaque_body: opaque }),
        };
      }
      case 'tool':
        return {
          role: 'tool',
          content: message.text,
          name: message.name,
          tool_call_id: message.callId,
        };
    }
  });
}

function wireToolCall({ id, name, arguments: given }: ToolCall): Tree {
  return { id, type: 'function', function: { name, arguments: given } };
}

/** Plain text stays text: the oldest SDKs and simplest plugins know nothing else. */
function wireContent(content: readonly ContentPart[]): unknown {
  const [only, ...more] = content;
  if (only === undefined) return '';
  if (only.type === 'text' && more.length === 0) return only.text;
  return content.map((part) => {
    if (part.type === 'text') return { type: 'text', data: part.text };
    const { kind, mediaType, filename, source, detail } = part;
    return {
      type: kind,
      format: formatOf(mediaType),
      mime_type: mediaType,
      filename: filename ?? '',
      url: 'url' in source ? source.url : '',
      base64_data: 'bytes' in source ? Buffer.from(source.bytes).toString('base64') : '',
      ...(kind === 'image' ? { detail: detail ?? 'low' } : {}),
    };
  });
}

function formatOf(mediaType: string): string {
  return /\/(?:x-)?([A-Za-z0-9]+)/.exec(mediaType)?.[1]?.toLowerCase() ?? '';
}

export function wireTools(tools: readonly ToolSpec[]): readonly Tree[] {
  return tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
}

/** A plugin's prompt. Throws an `Error` whose message says what cannot be read. */
export function chatMessages(value: unknown): readonly ChatMessage[] {
  if (!Array.isArray(value)) throw new Error('prompt_messages is not a list');
  const names = new Map<string, string>();
  return value.map((item: unknown): ChatMessage => {
    const message = treeOf(item);
    switch (message['role']) {
      case 'system':
      case 'developer':
        return { role: 'system', text: plainText(message['content']) };
      case 'user':
        return { role: 'user', content: contentParts(message['content']) };
      case 'assistant': {
        const toolCalls = toolCallsOf(message);
        for (const { id, name } of toolCalls) names.set(id, name);
        return {
          role: 'assistant',
          text: plainText(message['content']),
          ...(toolCalls.length > 0 ? { toolCalls } : {}),
        };
      }
      case 'tool': {
        const callId = textOf(message['tool_call_id']);
        const name = textOf(message['name']) || (names.get(callId) ?? '');
        return { role: 'tool', callId, name, text: plainText(message['content']) };
      }
      default:
        throw new Error(`a message has the role “${textOf(message['role'])}”`);
    }
  });
}

function toolCallsOf(message: Tree): readonly ToolCall[] {
  const opaque = message['opaque_body'];
  return listOf(message['tool_calls']).map((item, index) => {
    const call = treeOf(item);
    const { name, arguments: given } = treeOf(call['function']);
    const plain = { id: textOf(call['id']), name: textOf(name), arguments: textOf(given) };
    return index === 0 && isTree(opaque) ? { ...plain, extra: opaque } : plain;
  });
}

function plainText(content: unknown): string {
  if (!Array.isArray(content)) return textOf(content);
  return content
    .map((part) => (treeOf(part)['type'] === 'text' ? textOf(treeOf(part)['data']) : ''))
    .join('');
}

function contentParts(content: unknown): readonly ContentPart[] {
  if (!Array.isArray(content)) return [{ type: 'text', text: textOf(content) }];
  return content.map((item): ContentPart => {
    const part = treeOf(item);
    const type = part['type'];
    if (type === 'text') return { type, text: textOf(part['data']) };
    if (type !== 'image' && type !== 'audio' && type !== 'video' && type !== 'document')
      throw new Error(`a part has the type “${textOf(type)}”`);
    const data = textOf(part['base64_data']);
    return {
      type: 'media',
      kind: type,
      mediaType: textOf(part['mime_type']) || `${type}/${textOf(part['format']) || '*'}`,
      filename: textOf(part['filename']) || null,
      source: data === '' ? { url: textOf(part['url']) } : { bytes: Buffer.from(data, 'base64') },
      ...(part['detail'] === 'high' || part['detail'] === 'low' ? { detail: part['detail'] } : {}),
    };
  });
}

/** The tools a plugin offers to a model. */
export function toolSpecs(value: unknown): readonly ToolSpec[] {
  return listOf(value).map((item) => {
    const { name, description, parameters } = treeOf(item);
    return { name: textOf(name), description: textOf(description), parameters: treeOf(parameters) };
  });
}
