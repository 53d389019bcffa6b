import type { ChatMessage, ChatRequest, ContentPart } from '@outpost/contracts';
import type { MediaPart, ModelTarget } from '../client.ts';
import { base64FromBytes } from './base64.ts';
import type { OpenaiDialect } from './dialect.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The body of a chat call in a server's dialect. */
export function chatBody(
  request: ChatRequest,
  {
    model,
    dialect,
    stream,
  }: { readonly model: ModelTarget; readonly dialect: OpenaiDialect; readonly stream: boolean },
): JsonObject {
  const format = responseFormat(request, dialect);
  const messages = [
    ...(format.instruction === null ? [] : [{ role: 'system', text: format.instruction } as const]),
    ...request.messages,
  ];
  const withTools = dialect.tools === 'yes' && (request.tools?.length ?? 0) > 0;
  return {
    model: model.name,
    messages:
      dialect.systemRole === 'user'
        ? instructionsIntoFirstQuestion(messages).map((message) => wireMessage(message, dialect))
        : messages.map((message) => wireMessage(message, dialect)),
    ...parameters(request, dialect),
    ...(format.field === null ? {} : { response_format: format.field }),
    ...(withTools ? toolFields(request, dialect) : {}),
    ...streamFields(stream, dialect),
  };
}

/** The body of a completion call: the conversation as one text. */
export function completionBody(
  request: ChatRequest,
  {
    model,
    dialect,
    stream,
  }: { readonly model: ModelTarget; readonly dialect: OpenaiDialect; readonly stream: boolean },
): JsonObject {
  const prompt = request.messages
    .map((message) => (message.role === 'user' ? textOf(message.content) : message.text))
    .join('\n\n');
  return {
    model: model.name,
    prompt,
    ...parameters(request, { ...dialect, tokenLimit: 'max_tokens' }),
    ...streamFields(stream, dialect),
  };
}

function streamFields(stream: boolean, dialect: OpenaiDialect): JsonObject {
  if (!stream) return { stream: false };
  return dialect.streamUsage
    ? { stream: true, stream_options: { include_usage: true } }
    : { stream: true };
}

function parameters(request: ChatRequest, dialect: OpenaiDialect): JsonObject {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.parameters)) {
    if (value === null || value === undefined || handledApart.has(name)) continue;
    const wireName = tokenLimitNames.has(name) ? dialect.tokenLimit : name;
    if (!dialect.droppedParameters.includes(wireName)) fields[wireName] = value;
  }
  if (request.stop && request.stop.length > 0 && !dialect.droppedParameters.includes('stop'))
    fields['stop'] = request.stop;
  return fields;
}

function toolFields({ tools = [], toolChoice }: ChatRequest, dialect: OpenaiDialect): JsonObject {
  const choice =
    toolChoice === undefined || toolChoice === 'auto'
      ? null
      : dialect.toolsRequired === 'auto'
        ? 'auto'
        : toolChoice === 'required'
          ? dialect.toolsRequired
          : { type: 'function', function: { name: toolChoice.name } };
  return {
    tools: tools.map(({ name, description, parameters: schema }) => ({
      type: 'function',
      function: { name, description, parameters: schema },
    })),
    ...(choice === null ? {} : { tool_choice: choice }),
  };
}

/**
 * What asks for JSON: from the request, or from the parameters as app files write them
 * (`response_format: json_schema` beside `json_schema: "<text>"`). The strongest form the server
 * knows is used; what it lacks is said in words.
 */
function responseFormat(
  request: ChatRequest,
  dialect: OpenaiDialect,
): { readonly field: JsonObject | null; readonly instruction: string | null } {
  const wanted = request.responseFormat ?? formatInParameters(request.parameters);
  if (wanted === null) return { field: null, instruction: null };
  if (wanted.type === 'schema') {
    const { name, schema } = wanted;
    if (dialect.json === 'schema')
      return { field: { type: 'json_schema', json_schema: { name, schema } }, instruction: null };
    const words = `Answer with one JSON object that follows this JSON Schema, and nothing else:\n${JSON.stringify(schema)}`;
    return {
      field: dialect.json === 'object' ? { type: 'json_object' } : null,
      instruction: words,
    };
  }
  if (dialect.json !== 'none') {
    // OpenAI, DeepSeek and others refuse JSON mode when no message says “JSON”.
    const said = request.messages.some((message) =>
      /json/i.test(message.role === 'user' ? textOf(message.content) : message.text),
    );
    return { field: { type: 'json_object' }, instruction: said ? null : 'Answer in JSON.' };
  }
  return { field: null, instruction: 'Answer with one JSON object and nothing else.' };
}

/** The answer format that app files ask for among the parameters; null when none. */
export function formatInParameters(
  given: JsonObject,
): NonNullable<ChatRequest['responseFormat']> | null {
  const format = given['response_format'];
  const type =
    typeof format === 'object' && format !== null ? (format as JsonObject)['type'] : format;
  if (type === 'json_object' || type === 'JSON') return { type: 'json' };
  if (type !== 'json_schema') return null;
  const nested = typeof format === 'object' ? (format as JsonObject)['json_schema'] : null;
  const described = objectFrom(given['json_schema'] ?? nested);
  if (!described) return { type: 'json' };
  const name = typeof described['name'] === 'string' ? described['name'] : 'answer';
  return { type: 'schema', name, schema: objectFrom(described['schema']) ?? described };
}

function objectFrom(value: unknown): JsonObject | null {
  let parsed = value;
  if (typeof value === 'string') {
    try {
      parsed = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as JsonObject)
    : null;
}

function wireMessage(message: ChatMessage, dialect: OpenaiDialect): JsonObject {
  switch (message.role) {
    case 'system':
      return { role: dialect.systemRole, content: contentText(message.text, dialect) };
    case 'user':
      return { role: 'user', content: userContent(message.content, dialect) };
    case 'assistant': {
      const { text, reasoning, toolCalls = [] } = message;
      const field = dialect.reasoningField;
      return {
        role: 'assistant',
        content:
          text === '' && toolCalls.length > 0 && dialect.emptyContent !== 'space'
            ? null
            : contentText(text, dialect),
        ...(reasoning !== undefined && field !== 'none' ? { [field]: reasoning } : {}),
        ...(toolCalls.length === 0
          ? {}
          : {
              tool_calls: toolCalls.map((call) => ({
                id: call.id,
                type: 'function',
                function: { name: call.name, arguments: call.arguments },
                ...(call.extra?.['extra_content'] === undefined
                  ? {}
                  : { extra_content: call.extra['extra_content'] }),
              })),
            }),
      };
    }
    case 'tool':
      return {
        role: 'tool',
        tool_call_id: message.callId,
        name: message.name,
        content: contentText(message.text, dialect),
      };
  }
}

function contentText(text: string, { emptyContent }: OpenaiDialect): string | null {
  if (text !== '') return text;
  return emptyContent === 'space' ? ' ' : emptyContent === 'null' ? null : '';
}

function userContent(content: readonly ContentPart[], dialect: OpenaiDialect): unknown {
  // A plain string is what every server understands; parts only where they are needed.
  if (content.every((part) => part.type === 'text')) return contentText(textOf(content), dialect);
  return content
    .filter((part) => part.type !== 'text' || part.text !== '')
    .map((part) => (part.type === 'text' ? part : mediaPart(part)));
}

function mediaPart({ kind, mediaType, source, detail, filename }: MediaPart): JsonObject {
  const url =
    'url' in source ? source.url : `data:${mediaType};base64,${base64FromBytes(source.bytes)}`;
  switch (kind) {
    case 'image':
      return { type: 'image_url', image_url: { url, ...(detail === undefined ? {} : { detail }) } };
    case 'video':
      return { type: 'video_url', video_url: { url } };
    case 'audio':
      return {
        type: 'input_audio',
        input_audio: {
          data: 'url' in source ? url : base64FromBytes(source.bytes),
          format: audioFormat(mediaType),
        },
      };
    case 'document':
      return {
        type: 'file',
        file: { filename: filename ?? 'document', file_data: url },
      };
  }
}

function audioFormat(mediaType: string): string {
  const subtype = mediaType.split(';')[0]?.split('/')[1] ?? 'mp3';
  return { mpeg: 'mp3', 'x-wav': 'wav', wave: 'wav', 'x-m4a': 'm4a' }[subtype] ?? subtype;
}

/** For servers without a role for instructions: they open the first question. */
function instructionsIntoFirstQuestion(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const instructions = messages.flatMap((message) =>
    message.role === 'system' ? [message.text] : [],
  );
  const others = messages.filter((message) => message.role !== 'system');
  if (instructions.length === 0) return others;
  const text = instructions.join('\n\n');
  const first = others.findIndex((message) => message.role === 'user');
  const question = others[first];
  if (question?.role !== 'user')
    return [{ role: 'user', content: [{ type: 'text', text }] }, ...others];
  const content: readonly ContentPart[] = question.content.every((part) => part.type === 'text')
    ? [{ type: 'text', text: `${text}\n\n${textOf(question.content)}` }]
    : [{ type: 'text', text: `${text}\n\n` }, ...question.content];
  return others.with(first, { role: 'user', content });
}

export function textOf(content: readonly ContentPart[]): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

const handledApart = new Set([
  'response_format',
  'json_schema',
  'stream',
  'stream_options',
  'stop',
]);
const tokenLimitNames = new Set(['max_tokens', 'max_completion_tokens', 'max_output_tokens']);
