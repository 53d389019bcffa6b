import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatRequest } from '@outpost/contracts';
import { chatBody, completionBody } from '../../src/openai/chat-body.ts';
import { openaiDialect, withDialect, type DialectChanges } from '../../src/openai/dialect.ts';
import { question } from '../test-gateway.ts';

const model = { name: 'm', mode: 'chat', features: new Set<never>() } as const;

function body(changes: Partial<ChatRequest>, dialect: DialectChanges = {}) {
  const request = question('Hi', changes);
  return chatBody(request, { model, dialect: withDialect(openaiDialect, dialect), stream: true });
}

test('a plain question is a plain string, which every server understands', () => {
  assert.deepEqual(
    body({ parameters: { temperature: 0.5, max_tokens: 9, top_k: 3 }, stop: ['\n'] }),
    {
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      temperature: 0.5,
      max_tokens: 9,
      top_k: 3,
      stop: ['\n'],
      stream: true,
      stream_options: { include_usage: true },
    },
  );
});

test('the token limit goes by the name that the server knows', () => {
  const { max_completion_tokens: limit, ...rest } = body(
    { parameters: { max_tokens: 9 } },
    { tokenLimit: 'max_completion_tokens' },
  );

  assert.equal(limit, 9);
  assert.ok(!('max_tokens' in rest));
});

test('media go as data addresses, or by their own address', () => {
  const media = { type: 'media', filename: 'a.bin' } as const;
  const content = [
    { type: 'text', text: 'Look' },
    {
      ...media,
      kind: 'image',
      mediaType: 'image/png',
      source: { bytes: new Uint8Array([1, 2, 3]) },
      detail: 'low',
    },
    { ...media, kind: 'image', mediaType: 'image/png', source: { url: 'http://10.0.0.1/a.png' } },
    { ...media, kind: 'audio', mediaType: 'audio/mpeg', source: { bytes: new Uint8Array([1]) } },
    { ...media, kind: 'video', mediaType: 'video/mp4', source: { url: 'http://10.0.0.1/a.mp4' } },
    {
      ...media,
      kind: 'document',
      mediaType: 'application/pdf',
      source: { bytes: new Uint8Array([1]) },
    },
  ] as const;

  assert.deepEqual(body({ messages: [{ role: 'user', content }] })['messages'], [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID', detail: 'low' } },
        { type: 'image_url', image_url: { url: 'http://10.0.0.1/a.png' } },
        { type: 'input_audio', input_audio: { data: 'AQ==', format: 'mp3' } },
        { type: 'video_url', video_url: { url: 'http://10.0.0.1/a.mp4' } },
        {
          type: 'file',
          file: { filename: 'a.bin', file_data: 'data:application/pdf;base64,AQ==' },
        },
      ],
    },
  ]);
});

test('what app files write about the answer format becomes the wire form', () => {
  const schema = { type: 'object', properties: {} };

  assert.deepEqual(
    body({
      parameters: {
        response_format: 'json_schema',
        json_schema: JSON.stringify({ name: 'person', schema }),
      },
    })['response_format'],
    { type: 'json_schema', json_schema: { name: 'person', schema } },
  );
  assert.ok(!('response_format' in body({ parameters: { response_format: 'text' } })));
});

test('a server without schemas is given the schema in words', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const sent = body({ responseFormat: { type: 'schema', name: 'x', schema } }, { json: 'object' });

  assert.deepEqual(sent['response_format'], { type: 'json_object' });
  assert.match(JSON.stringify(sent['messages']), /JSON Schema.*properties/);
});

test('a server without JSON mode is asked in words only', () => {
  const sent = body({ responseFormat: { type: 'json' } }, { json: 'none' });

  assert.ok(!('response_format' in sent));
  assert.match(JSON.stringify(sent['messages']), /one JSON object/);
});

test('JSON mode always comes with the word JSON, which vendors demand', () => {
  assert.match(
    JSON.stringify(body({ responseFormat: { type: 'json' } })['messages']),
    /Answer in JSON/,
  );
});

test('instructions open the first question where there is no role for them', () => {
  const messages = [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ] as const;

  assert.deepEqual(body({ messages }, { systemRole: 'user' })['messages'], [
    { role: 'user', content: 'Be brief.\n\nHi' },
  ]);
});

test('tools and their choice go in the words of the server', () => {
  const tools = [{ name: 'now', description: 'Tells the time.', parameters: { type: 'object' } }];

  assert.equal(body({ tools, toolChoice: 'required' })['tool_choice'], 'required');
  assert.equal(
    body({ tools, toolChoice: 'required' }, { toolsRequired: 'any' })['tool_choice'],
    'any',
  );
  assert.equal(
    body({ tools, toolChoice: { name: 'now' } }, { toolsRequired: 'auto' })['tool_choice'],
    'auto',
  );
  assert.deepEqual(body({ tools, toolChoice: { name: 'now' } })['tool_choice'], {
    type: 'function',
    function: { name: 'now' },
  });
  assert.ok(!('tools' in body({ tools }, { tools: 'no' })));
});

test('signatures of another vendor stay here, those of this wire go back', () => {
  const call = {
    id: 'a',
    name: 'now',
    arguments: '{}',
    extra: { sdk: { secret: 1 }, extra_content: { google: 2 } },
  };
  const [message] = body({ messages: [{ role: 'assistant', text: '', toolCalls: [call] }] })[
    'messages'
  ] as [unknown];

  assert.deepEqual(message, {
    role: 'assistant',
    content: null,
    tool_calls: [
      {
        id: 'a',
        type: 'function',
        function: { name: 'now', arguments: '{}' },
        extra_content: { google: 2 },
      },
    ],
  });
});

test('thinking goes back where the server expects it, and nowhere else', () => {
  const messages = [{ role: 'assistant', text: 'Yes', reasoning: 'Hm' }] as const;

  assert.match(
    JSON.stringify(body({ messages }, { reasoningField: 'reasoning_content' })),
    /"reasoning_content":"Hm"/,
  );
  assert.ok(!JSON.stringify(body({ messages })).includes('Hm'));
});

test('a completion model gets the conversation as one text', () => {
  const messages = [
    { role: 'system', text: 'Translate.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ] as const;
  const sent = completionBody(question('', { messages, parameters: { max_tokens: 5 } }), {
    model,
    dialect: openaiDialect,
    stream: false,
  });

  assert.deepEqual(sent, { model: 'm', prompt: 'Translate.\n\nHi', max_tokens: 5, stream: false });
});
