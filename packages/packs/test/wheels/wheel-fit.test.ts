import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeTarget, parseTarget, targetName } from '../../src/wheels/target.ts';
import { chooseWheel, judgeWheel, type Misfit } from '../../src/wheels/wheel-fit.ts';
import { parseWheelName } from '../../src/wheels/wheel-name.ts';

const arm = parseTarget('aarch64');

function judge(tag: string, target = arm): Misfit | null {
  const name = parseWheelName(`a-1.0-${tag}.whl`);
  assert.ok(name, tag);
  return judgeWheel(name, target).misfit;
}

test('a target is read in the ways people write it', () => {
  for (const [text, name] of [
    ['aarch64', 'cp312-manylinux_2_28_aarch64'],
    ['linux-arm64', 'cp312-manylinux_2_28_aarch64'],
    ['linux/amd64', 'cp312-manylinux_2_28_x86_64'],
    ['manylinux2014_aarch64', 'cp312-manylinux_2_17_aarch64'],
    ['manylinux_2_34_x86_64', 'cp312-manylinux_2_34_x86_64'],
    ['cp313-musllinux_1_2_x86_64', 'cp313-musllinux_1_2_x86_64'],
    ['loong64', 'cp312-manylinux_2_36_loongarch64'],
    ['x86-64', 'cp312-manylinux_2_28_x86_64'],
  ] as const) {
    assert.equal(targetName(parseTarget(text)), name, text);
    assert.equal(targetName(parseTarget(name)), name);
  }
  assert.equal(
    targetName(parseTarget('aarch64', { python: '3.13' })),
    'cp313-manylinux_2_28_aarch64',
  );
  assert.equal(describeTarget(arm), 'Linux aarch64, glibc 2.28, Python 3.12');
});

test('what is not a target is refused', () => {
  for (const text of [
    '',
    'sparc',
    'windows',
    'manylinux_aarch64',
    'macosx_11_0_arm64',
    'manylinux_9_x86_64',
  ])
    assert.throws(() => parseTarget(text), { code: 'plugin_target_invalid' }, text);
});

test('a wheel fits exactly where its tags say', () => {
  for (const tag of [
    'py3-none-any',
    'py2.py3-none-any',
    'cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64',
    'cp39-abi3-manylinux_2_28_aarch64',
    'cp312-none-any',
    'py3-none-manylinux2014_aarch64',
    'cp312-cp312-linux_aarch64',
  ])
    assert.equal(judge(tag), null, tag);
  const misfits: [string, Misfit['type']][] = [
    ['cp311-cp311-manylinux_2_17_aarch64', 'python'],
    ['cp313-abi3-manylinux_2_17_aarch64', 'python'],
    ['cp312-cp312t-manylinux_2_17_aarch64', 'python'],
    ['py2-none-any', 'python'],
    ['pp310-pypy310_pp73-manylinux_2_17_aarch64', 'python'],
    ['cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64', 'architecture'],
    ['cp312-cp312-manylinux_2_34_aarch64', 'libc-version'],
    ['cp312-cp312-musllinux_1_2_aarch64', 'libc'],
    ['cp312-cp312-win_amd64', 'system'],
    ['cp312-cp312-macosx_11_0_arm64', 'system'],
  ];
  for (const [tag, type] of misfits) assert.equal(judge(tag)?.type, type, tag);
});

test('a musl target takes musl wheels only', () => {
  const alpine = parseTarget('musllinux_1_2_aarch64');

  assert.equal(judge('cp312-cp312-musllinux_1_1_aarch64', alpine), null);
  assert.equal(judge('cp312-cp312-manylinux_2_17_aarch64', alpine)?.type, 'libc');
  assert.equal(judge('py3-none-any', alpine), null);
});

test('of several fitting wheels pip’s choice is taken', () => {
  const rows = [
    'py3-none-any',
    'cp37-abi3-manylinux_2_28_aarch64',
    'cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64',
    'cp312-cp312-manylinux_2_34_aarch64',
  ].flatMap((tag) => {
    const name = parseWheelName(`a-1.0-${tag}.whl`);
    return name ? [{ name }] : [];
  });

  assert.equal(
    chooseWheel(rows, arm)?.name.filename,
    'a-1.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl',
  );
  const builds = ['1', '10', '2'].flatMap((build) => {
    const name = parseWheelName(`a-1.0-${build}-py3-none-any.whl`);
    return name ? [{ name }] : [];
  });
  assert.equal(chooseWheel(builds, arm)?.name.build, '10');
});
