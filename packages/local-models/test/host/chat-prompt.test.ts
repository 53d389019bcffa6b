import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatRequest } from '@outpost/contracts';
import { chatPrompt } from '../../src/host/chat-prompt.ts';

const chatml =
  '{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';
const noSystem =
  "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}";
const options = { template: chatml, bosToken: '<s>', eosToken: '</s>', thinking: null };

function request(extra: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: '你好' }] },
    ],
    parameters: {},
    ...extra,
  };
}

test('a conversation is written by the template of the model', () => {
  assert.equal(
    chatPrompt(request(), options),
    '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n你好<|im_end|>\n<|im_start|>assistant\n',
  );
});

test('a template without a place for the system message gets it in the first question', () => {
  assert.equal(
    chatPrompt(request(), { ...options, template: noSystem }),
    '<s>[user]Be brief.\n\n你好',
  );
});

test('a model without a template goes on with the text alone', () => {
  assert.equal(chatPrompt(request(), { ...options, template: null }), 'Be brief.\n\n你好');
});

test('tools and earlier calls reach the template', () => {
  const template =
    '{{ tools[0].function.name }};{% for m in messages %}{% for c in m.tool_calls or [] %}{{ c.function.arguments.q }};{% endfor %}{{ m.role }};{% endfor %}';
  const prompt = chatPrompt(
    request({
      tools: [{ name: 'search', description: 'd', parameters: {} }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'find' }] },
        {
          role: 'assistant',
          text: '',
          toolCalls: [{ id: '1', name: 'search', arguments: '{"q":"rain"}' }],
        },
        { role: 'tool', callId: '1', name: 'search', text: 'wet' },
      ],
    }),
    { ...options, template },
  );

  assert.equal(prompt, 'search;user;rain;assistant;tool;');
});

test('pictures and broken templates are refused as faults of the request', () => {
  const picture = request({
    messages: [
      {
        role: 'user',
        content: [
          {
            type: 'media',
            kind: 'image',
            mediaType: 'image/png',
            filename: null,
            source: { url: '' },
          },
        ],
      },
    ],
  });

  assert.throws(() => chatPrompt(picture, options), { failure: 'request', message: /image/ });
  assert.throws(() => chatPrompt(request(), { ...options, template: '{% if %}' }), {
    failure: 'request',
    message: /chat template/,
  });
});
