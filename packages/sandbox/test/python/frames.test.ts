import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { readFrames, writeFrame } from '../../src/python/frames.ts';

function read(limitBytes: number) {
  const stream = new PassThrough();
  const frames: (readonly [header: unknown, payload: string])[] = [];
  const failures: string[] = [];
  readFrames(
    stream,
    limitBytes,
    (header, payload) => frames.push([header, payload.toString('utf8')]),
    (error) => failures.push(error.message),
  );
  return { stream, frames, failures };
}

function bytesOfFrames(): Promise<Buffer> {
  const stream = new PassThrough();
  writeFrame(stream, { type: 'failed', reason: '原因' }, '结果 😀');
  writeFrame(stream, { type: 'failed', reason: '' });
  stream.end();
  return stream.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]));
}

const expected = [
  [{ type: 'failed', reason: '原因' }, '结果 😀'],
  [{ type: 'failed', reason: '' }, ''],
];

for (const size of [1, 3, 7, 8, 1000])
  test(`frames arrive whole when the stream is cut into pieces of ${size} bytes`, async () => {
    const bytes = await bytesOfFrames();
    const { stream, frames } = read(1000);

    for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
    await new Promise((resolve) => stream.end(resolve));

    assert.deepEqual(frames, expected);
  });

test('a frame longer than the limit is refused before its bytes are held', async () => {
  const { stream, frames, failures } = read(100);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(10, 0);
  lengths.writeUInt32LE(2 ** 32 - 1, 4);

  stream.write(lengths);
  stream.write(Buffer.alloc(1000));
  await new Promise((resolve) => stream.end(resolve));

  assert.deepEqual([frames, failures], [[], ['A frame is longer than 100 bytes.']]);
});

test('a header that is not JSON is an error, told once', async () => {
  const { stream, failures } = read(100);

  stream.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0x7b]));
  stream.write(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0x7b]));
  await new Promise((resolve) => stream.end(resolve));

  assert.equal(failures.length, 1);
});
