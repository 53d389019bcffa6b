import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { markerEnvironment, targetName, type Target } from '../wheels/target.ts';

/**
 * uv does not resolve without a Python to ask about its platform, and one of this machine would give
 * this machine's answers. So it gets a stand-in that answers that one question (uv's
 * `get_interpreter_info`, a JSON object on standard output) for the target: an architecture, a C
 * library and a Python that need not exist here. It runs nothing, because builds are forbidden.
 * Returns the path of the stand-in.
 */
export async function writeTargetInterpreter(directory: string, target: Target): Promise<string> {
  const prefix = join(directory, 'targets', targetName(target));
  const { major, minor } = target.python;
  const program = join(prefix, 'bin', `python${major}.${minor}`);
  const library = join(prefix, 'lib', `python${major}.${minor}`);
  const { name, ...level } = target.libc;
  const answer = {
    result: 'success',
    markers: markerEnvironment(target),
    sys_base_prefix: prefix,
    sys_base_exec_prefix: prefix,
    sys_prefix: prefix,
    sys_base_executable: program,
    sys_executable: program,
    sys_path: [],
    site_packages: [join(library, 'site-packages')],
    stdlib: library,
    extension_suffixes: [],
    standalone: false,
    scheme: {
      platlib: join(library, 'site-packages'),
      purelib: join(library, 'site-packages'),
      include: join(prefix, 'include'),
      scripts: join(prefix, 'bin'),
      data: prefix,
    },
    virtualenv: {
      platlib: `lib/python${major}.${minor}/site-packages`,
      purelib: `lib/python${major}.${minor}/site-packages`,
      include: 'include',
      scripts: 'bin',
      data: '',
    },
    platform: {
      os: { name: name === 'glibc' ? 'manylinux' : 'musllinux', ...level },
      arch: target.architecture,
    },
    manylinux_compatible: true,
    gil_disabled: false,
    debug_enabled: false,
    pointer_size: '64',
  };
  await mkdir(join(prefix, 'bin'), { recursive: true });
  const partial = `${program}.${process.pid}.partial`;
  const text = JSON.stringify(answer).replaceAll("'", "'\\''");
  await writeFile(partial, `#!/bin/sh\nprintf '%s\\n' '${text}'\n`);
  await chmod(partial, 0o755);
  await rename(partial, program);
  return program;
}
