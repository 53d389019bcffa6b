import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import { readElf } from '../../src/wheels/elf.ts';
import { judgeLibraries } from '../../src/wheels/judge-libraries.ts';
import { parseTarget } from '../../src/wheels/target.ts';
import { makeElf } from '../support/make-elf.ts';

const arm = parseTarget('aarch64');

test('the head of a library tells where it runs', () => {
  const bytes = makeElf({
    machine: 183,
    alignBytes: 4096,
    glibc: ['GLIBC_2.17', 'GLIBC_2.34', 'GLIBC_2.4'],
    needed: ['libc.so.6', 'libspecial.so.1'],
  });

  assert.deepEqual(readElf(bytes), {
    architecture: 'aarch64',
    bits: 64,
    loadAlignBytes: 4096,
    glibc: [2, 34],
    needed: ['libc.so.6', 'libspecial.so.1'],
  });
});

test(
  'the running program is read as what it is',
  { skip: process.platform !== 'linux' },
  async () => {
    const facts = readElf(await readFile(process.execPath));

    assert.equal(
      facts?.architecture,
      { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? facts?.architecture,
    );
    assert.ok(facts?.needed.includes('libc.so.6'));
    assert.ok((facts?.glibc?.[1] ?? 0) >= 17);
  },
);

test('what is not a program is none, and mangled heads end', () => {
  assert.equal(readElf(Buffer.from('#!/bin/sh\n'.repeat(10))), null);
  const good = makeElf({ machine: 62, glibc: ['GLIBC_2.28'] });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 30 }),
      fc.nat(good.length),
      (changes, cut) => {
        const bytes = Buffer.from(good.subarray(0, cut));
        for (const [at, value] of changes) if (at > 3 && at < bytes.length) bytes[at] = value;
        readElf(bytes);
      },
    ),
    { numRuns: 500 },
  );
});

test('native files are judged by what they are, not by the wheel’s tag', () => {
  const judge = (elf: Parameters<typeof makeElf>[0], path = 'a/core.so', pageBytes?: number) => {
    const facts = readElf(makeElf(elf));
    assert.ok(facts);
    const options = pageBytes === undefined ? { target: arm } : { target: arm, pageBytes };
    return judgeLibraries('a.whl', [{ path, ...facts }], options).map(
      ({ type, severity }) => `${type} ${severity}`,
    );
  };

  assert.deepEqual(judge({ machine: 183 }), []);
  assert.deepEqual(judge({ machine: 62 }), ['wrong-architecture error']);
  assert.deepEqual(judge({ machine: 62 }, 'a/bin/linux-x86_64/tool'), []);
  assert.deepEqual(judge({ machine: 183, glibc: ['GLIBC_2.34'] }), ['glibc-too-new error']);
  assert.deepEqual(judge({ machine: 183, alignBytes: 4096 }), ['page-size warning']);
  assert.deepEqual(judge({ machine: 183, alignBytes: 4096 }, 'a.so', 65_536), ['page-size error']);
  assert.deepEqual(judge({ machine: 183, alignBytes: 4096 }, 'a.so', 4096), []);
  assert.deepEqual(judge({ machine: 183, needed: ['libcuda.so.1'] }), ['system-library warning']);
});
