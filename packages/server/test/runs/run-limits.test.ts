import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigLayer } from '../../src/index.ts';
import { modelWorkflow } from '../support/service-apps.ts';
import { openServiceBench } from '../support/service-client.ts';

async function runUnder(limits: ConfigLayer['limits'] & object, answer: AsyncIterable<string>) {
  const service = await openServiceBench({ limits });
  try {
    service.model.answer = () => answer;
    const app = await service.app(modelWorkflow());
    const body = { inputs: { text: 'hi' }, user: 'u' };
    return (await app.call('POST', '/workflows/run', body)).json.data;
  } finally {
    await service.close();
  }
}

async function* tenMegabytes() {
  for (let piece = 0; piece < 2000; piece += 1) {
    yield 'word '.repeat(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* atOnce() {
  yield 'done';
}

async function* never() {
  await new Promise(() => {});
  yield '';
}

test('a run that takes longer than the configuration allows ends as failed and says which limit it was', async () => {
  const { status, error } = await runUnder({ runSecondsMax: 1 }, never());

  assert.equal(status, 'failed');
  assert.match(error, /timeoutMs.*1000 ms/);
});

test('a run of more steps than the configuration allows ends as failed and says which limit it was', async () => {
  const { status, error } = await runUnder({ runStepsMax: 1 }, atOnce());

  assert.equal(status, 'failed');
  assert.match(error, /stepsMax.*1 steps/);
});

test('a run that says more than the configuration allows ends as failed and says which limit it was', async () => {
  const { status, error } = await runUnder({ runBytesMax: 1024 * 1024 }, tenMegabytes());

  assert.equal(status, 'failed');
  assert.match(error, /runBytesMax.*1 MB/);
});
