import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseTarget } from '../../src/index.ts';
import { makeElf } from './make-elf.ts';
import { lockedWheels, makeLock, type LockedRow } from './make-lock.ts';
import { makeWheel } from './make-wheel.ts';
import { makeTestKey } from './test-key.ts';

export const arm = parseTarget('aarch64');
export const intel = parseTarget('x86_64');
export const machines = { x86_64: 62, aarch64: 183 } as const;

export const native = (architecture: keyof typeof machines, version = '26.5.0', level = '2_28') =>
  makeWheel({
    project: 'gevent',
    version,
    tag: `cp312-cp312-manylinux_${level}_${architecture}`,
    files: {
      'gevent/core.so': makeElf({ machine: machines[architecture], glibc: ['GLIBC_2.28'] }),
    },
  });
export const sdk = makeWheel({
  project: 'dify_plugin',
  version: '0.9.0',
  requires: ['gevent>=26', 'armlib; platform_machine == "aarch64"'],
});
export const armlib = makeWheel({ project: 'armlib', version: '1.0' });
export const tester = makeWheel({ project: 'tester', version: '1.0' });
export const all = [sdk, native('x86_64'), native('aarch64'), armlib, tester];
export const rows: readonly LockedRow[] = [
  lockedWheels([sdk], ['gevent', { name: 'armlib', marker: "platform_machine == 'aarch64'" }]),
  lockedWheels([native('x86_64'), native('aarch64')]),
  lockedWheels([armlib]),
  lockedWheels([tester]),
];
export const project =
  '[project]\nname = "demo"\ndependencies = ["dify_plugin>=0.9.0"]\n[dependency-groups]\ndev = ["tester"]\n';

export const lockText = (url: string, changed: readonly LockedRow[] = rows): string =>
  makeLock(changed, { needs: ['dify-plugin'], dev: ['tester'], url });

export async function writeFolder(
  directory: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = join(directory, 'plugin');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

export const acme = makeTestKey();
