import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embeddedError, statusError } from '../../src/http/status-error.ts';

const context = { model: 'm', provider: 'p', secrets: ['sk-secret-key'], nowMs: 0 };

function errorOf(status: number, value: unknown, headers: Record<string, string> = {}) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return statusError({ status, headers: new Headers(headers), text }, context);
}

const cases: readonly (readonly [
  what: string,
  status: number,
  body: unknown,
  code: string,
  reason: string,
])[] = [
  [
    'OpenAI',
    400,
    { error: { message: 'bad value', type: 'invalid_request_error' } },
    'model_request_refused',
    'bad value',
  ],
  [
    'a wrong key',
    401,
    { error: { message: 'Incorrect API key provided: sk-secret-key' } },
    'model_access_refused',
    'Incorrect API key provided: …',
  ],
  [
    'a full context',
    400,
    { error: { message: "This model's maximum context length is 8192 tokens." } },
    'model_context_exceeded',
    "This model's maximum context length is 8192 tokens.",
  ],
  [
    'a full context in Chinese',
    400,
    { message: '输入超过最大长度限制' },
    'model_context_exceeded',
    '输入超过最大长度限制',
  ],
  [
    'FastAPI',
    422,
    { detail: [{ loc: ['body'], msg: 'field required' }] },
    'model_request_refused',
    '[{"loc":["body"],"msg":"field required"}]',
  ],
  [
    'Ollama',
    404,
    { error: 'model "x" not found, try pulling it first' },
    'model_request_refused',
    'model "x" not found, try pulling it first',
  ],
  [
    'vLLM of old',
    400,
    { object: 'error', message: 'wrong', code: 40303 },
    'model_request_refused',
    'wrong',
  ],
  [
    'DashScope',
    400,
    { code: 'InvalidParameter', message: 'Range of input' },
    'model_request_refused',
    'Range of input',
  ],
  [
    'Qianfan of old',
    400,
    { error_code: 336003, error_msg: 'wrong' },
    'model_request_refused',
    'wrong',
  ],
  [
    'Google, in a list',
    400,
    [{ error: { code: 400, message: 'no' } }],
    'model_request_refused',
    'no',
  ],
  ['plain text', 500, 'boom', 'model_call_failed', 'boom'],
  ['nothing', 503, '', 'model_call_failed', 'HTTP 503'],
  [
    'an overloaded vendor',
    529,
    { error: { type: 'overloaded_error', message: 'Overloaded' } },
    'model_call_failed',
    'Overloaded',
  ],
];

for (const [what, status, body, code, reason] of cases)
  test(`the words of ${what} are found`, () => {
    const error = errorOf(status, body);

    assert.deepEqual({ code: error.code, reason: error.details['reason'] }, { code, reason });
  });

test('a page is read without its tags and scripts', () => {
  const { code, details } = errorOf(
    403,
    '<html><script>evil()</script><style>a{}</style><h1>Access denied</h1> by&nbsp;WAF</html>',
  );

  assert.deepEqual([code, details['reason']], ['model_gateway_refused', 'Access denied by WAF']);
});

test('the wait a server asks for is kept', () => {
  assert.equal(errorOf(429, {}, { 'retry-after': '7' }).retryAfterMs, 7000);
});

test('MiniMax says all is well in every answer', () => {
  assert.equal(
    embeddedError({ base_resp: { status_code: 0, status_msg: 'success' } }, context),
    null,
  );
  assert.equal(
    embeddedError({ base_resp: { status_code: 1004, status_msg: 'bad key' } }, context)?.details[
      'reason'
    ],
    'bad key',
  );
});

test('an endless explanation is cut', () => {
  assert.ok(String(errorOf(500, 'x'.repeat(100_000)).details['reason']).length < 2100);
});
