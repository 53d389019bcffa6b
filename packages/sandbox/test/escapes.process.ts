import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { createSandbox, type Sandbox } from '../src/sandbox.ts';
import { javascriptAttempts } from './escapes/javascript-attempts.ts';
import { pythonAttempts } from './escapes/python-attempts.ts';
import { pythonExhaustion } from './escapes/python-exhaustion.ts';
import { reportOf } from './escapes/report.ts';
import {
  findings,
  runAttempts,
  setLure,
  type AttemptResult,
  type Lure,
} from './escapes/run-attempts.ts';
import { templateAttempts } from './escapes/template-attempts.ts';

const attempts = [
  ...pythonAttempts,
  ...pythonExhaustion,
  ...javascriptAttempts,
  ...templateAttempts,
];
const directory = mkdtempSync(join(tmpdir(), 'escapes-'));
let sandbox: Sandbox;
let lure: Lure;
let results: readonly AttemptResult[] = [];

before(async () => {
  lure = await setLure(directory, `canary-secret-${randomUUID()}`);
  sandbox = createSandbox({
    directory: join(directory, 'data'),
    limits: { timeoutMs: 1500, memoryBytes: 128 * 1024 * 1024, interpretersMax: 3 },
  });
  await sandbox.prepare();
});

after(() => {
  sandbox.close();
  lure.close();
  rmSync(directory, { recursive: true, force: true });
});

test('the lures notice a visitor', async () => {
  const [attempt] = attempts;
  assert.ok(attempt);
  writeFileSync(join(directory, 'mark'), '');
  assert.equal(lure.touched(), 'left a mark');
  await new Promise<void>((resolve) => {
    const socket = connect(lure.port, '127.0.0.1', () => socket.resume());
    socket.on('close', () => resolve());
  });
  assert.equal(lure.touched(), 'opened 1 connections');
  assert.equal(findings(attempt, { reached: lure.secret }, '', lure.secret), 'saw the secret');
  assert.equal(findings(attempt, { reached: 'process' }, '', lure.secret), '"process"');
  assert.equal(findings(attempt, { reached: null }, '', lure.secret), null);
});

test('no attempt reaches the host', { timeout: 900_000 }, async () => {
  assert.ok(attempts.length >= 60);

  results = await runAttempts(sandbox, attempts, lure);

  const about = `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} cores.`;
  const report = reportOf(results, about);
  console.log(report.slice(report.indexOf('**')));
  const file = process.env['SANDBOX_REPORT'];
  if (file !== undefined) writeFileSync(file, report);
  assert.deepEqual(
    results
      .filter(({ escaped }) => escaped !== null)
      .map(({ attempt, escaped }) => [attempt.name, escaped]),
    [],
  );
});

test('what uses something up is ended, and by the limit that is meant for it', () => {
  const wrong = results
    .filter(({ attempt, ending }) => attempt.ends !== undefined && !attempt.ends.includes(ending))
    .map(({ attempt, ending, message }) => [attempt.name, ending, message.slice(0, 200)]);

  assert.deepEqual(wrong, []);
});

test('nothing takes much longer than its limit', () => {
  const slow = results
    .filter(({ durationMs }) => durationMs > 20_000)
    .map(({ attempt, durationMs }) => [attempt.name, durationMs]);

  assert.deepEqual(slow, []);
});

test('the sandbox still works after all of it', async () => {
  const signal = AbortSignal.timeout(60_000);
  const inputs = { number: 20 };
  const python = 'def main(number):\n    return {"number": number + 1}';
  const script = 'function main({ number }) { return { number: number + 1 }; }';

  const answers = await Promise.all([
    sandbox.code.run({ language: 'python3', code: python, inputs, tenant: 'good' }, { signal }),
    sandbox.code.run({ language: 'javascript', code: script, inputs, tenant: 'good' }, { signal }),
    sandbox.templates.render({ template: '{{ number + 1 }}', inputs, tenant: 'good' }, { signal }),
  ]);

  assert.deepEqual(answers, [{ number: 21 }, { number: 21 }, '21']);
});
