import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  createLineReader,
  encodeMessage,
  readHostMessage,
  readPluginMessage,
} from '../src/wire.ts';

function readAll(pieces: readonly string[], lineCharactersMax = 1_000_000) {
  const values: unknown[] = [];
  const noise: string[] = [];
  let tooLong = 0;
  const reader = createLineReader({
    onValue: (value) => values.push(value),
    onNoise: (text) => noise.push(text),
    onTooLong: () => (tooLong += 1),
    lineCharactersMax,
  });
  for (const piece of pieces) reader.push(piece);
  return { values, noise, tooLong, pending: reader.pending };
}

function cut(text: string, at: readonly number[]): readonly string[] {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
}

describe('lines', () => {
  test('values arrive whole however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ event: fc.string(), data: fc.jsonValue() }), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (messages, at) => {
          const text = messages.map((message) => `${JSON.stringify(message)}\n\n`).join('');
          const { values, noise } = readAll(cut(text, at));
          assert.deepEqual(values, JSON.parse(JSON.stringify(messages)));
          assert.deepEqual(noise, []);
        },
      ),
    );
  });

  test('no text makes the reader fail, and what is no JSON is noise', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 60 }),
            fc.stringMatching(/^[{}"\\[\]:,a1\n ]{0,80}$/),
            fc.json(),
          ),
        ),
        (pieces) => {
          const { values } = readAll([...pieces, '\n']);
          for (const value of values) {
            readPluginMessage(value);
            readHostMessage(value);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('text printed into a line does not hide the messages of that line', () => {
    const heartbeat = { event: 'heartbeat', session_id: null, data: {} };
    const message = JSON.stringify(heartbeat);
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ maxLength: 30 }).filter((text) => !/[\n{"]/.test(text)),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        (noises) => {
          const { values } = readAll([`${noises.join(message)}\n`]);
          assert.equal(
            values.filter((value) => JSON.stringify(value) === message).length,
            noises.length - 1,
          );
        },
      ),
    );
    assert.deepEqual(readAll([`{"event": "hea${message}\n`]).values, [heartbeat]);
    assert.deepEqual(readAll([`${message}${message}\n`]).values, [heartbeat, heartbeat]);
  });

  test('a line above the limit is told once and ends the reading', () => {
    const long = readAll(['{"a":"', 'x'.repeat(600), 'x'.repeat(600), '"}\n{"b":1}\n'], 1000);
    assert.deepEqual([long.values, long.tooLong], [[], 1]);
    const fits = readAll([`{"a":"${'x'.repeat(900)}"}\n`], 1000);
    assert.deepEqual([fits.values.length, fits.tooLong, fits.pending], [1, 0, 0]);
  });

  test('a long line of braces is read in bounded time', () => {
    const { noise } = readAll([`${'{"'.repeat(400_000)}\n`]);
    assert.equal(noise.length, 1);
  });
});

describe('messages', () => {
  test('every message of a plugin is told apart', () => {
    const session = (type: string, data: unknown) =>
      readPluginMessage({ event: 'session', session_id: 's', data: { type, data } });

    assert.deepEqual(readPluginMessage({ event: 'heartbeat', session_id: null, data: {} }), {
      event: 'heartbeat',
    });
    assert.deepEqual(
      readPluginMessage({ event: 'log', data: { level: 'INFO', message: 'up', timestamp: 1.5 } }),
      { event: 'log', level: 'INFO', message: 'up' },
    );
    assert.deepEqual(
      readPluginMessage({ event: 'error', session_id: null, data: { error: 'x' } }),
      {
        event: 'error',
        sessionId: null,
        message: 'x',
      },
    );
    assert.deepEqual(session('stream', [1]), { event: 'stream', sessionId: 's', data: [1] });
    assert.deepEqual(session('end', {}), { event: 'end', sessionId: 's' });
    assert.deepEqual(session('error', { error_type: 'KeyError', message: 'k', args: { a: 1 } }), {
      event: 'failure',
      sessionId: 's',
      failure: { error_type: 'KeyError', message: 'k', args: { a: 1 } },
    });
    assert.deepEqual(
      session('invoke', { type: 'llm', backwards_request_id: 'b', request: { a: 1 } }),
      {
        event: 'invoke',
        sessionId: 's',
        invoke: { type: 'llm', backwards_request_id: 'b', request: { a: 1 } },
      },
    );
    assert.deepEqual(session('invoke', { type: 'llm' }), {
      event: 'invoke',
      sessionId: 's',
      invoke: null,
    });
  });

  test('a manifest, other values and sessions without a name are no messages', () => {
    for (const value of [
      { version: '0.0.1', type: 'plugin' },
      null,
      5,
      [],
      { event: 'session', data: { type: 'end' } },
      { event: 'session', session_id: 's', data: { type: 'dance' } },
      { event: 'unknown' },
    ])
      assert.equal(readPluginMessage(value), null);
  });

  test('a host message survives the way', () => {
    const message = {
      session_id: 's',
      event: 'backwards_response',
      data: { backwards_request_id: 'b', event: 'end', message: '', data: null },
    } as const;
    const line = encodeMessage(message);
    assert.ok(line.endsWith('\n') && line.indexOf('\n') === line.length - 1);
    assert.deepEqual(readHostMessage(JSON.parse(line)), message);
  });
});
