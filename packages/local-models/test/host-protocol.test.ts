import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFrameReader, encodeFrame, type HostAnswer } from '../src/host-protocol.ts';

const messages: readonly HostAnswer[] = [
  { type: 'ready' },
  { type: 'text', id: 1, text: '你好 ' },
  { type: 'scores', id: 2, scores: [0.5, 1] },
];

for (const size of [1, 3, 7, 1000])
  test(`messages arrive whole when their bytes come ${size} at a time`, () => {
    const bytes = Buffer.concat(messages.map(encodeFrame));
    const heard: HostAnswer[] = [];
    const read = createFrameReader<HostAnswer>((message) => heard.push(message));

    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));

    assert.deepEqual(heard, messages);
  });

test('a frame that claims to be huge, or holds no JSON, is refused', () => {
  const read = createFrameReader(() => {});
  assert.throws(() => read(Buffer.from('ffffffff', 'hex')), RangeError);

  const other = createFrameReader(() => {});
  assert.throws(() => other(Buffer.from('0200000041 42'.replace(' ', ''), 'hex')), SyntaxError);
});
