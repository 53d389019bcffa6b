// How a Python plugin is started: in a virtual environment that is a few links and files, made when
// it is not there, because the interpreter may have moved. Its packages are the unpacked wheels of
// the plugin's immutable directory; compiled code goes into a cache of its own.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginCommand } from '../runtime/plugin-process.ts';
import type { FoundPython } from './find-pythons.ts';
import { startSource } from './start-source.ts';

export interface PythonPlugin {
  /** Module to run, as the manifest names it. */
  readonly entrypoint: string;
  /** The plugin's own files. */
  readonly directory: string;
  /** Its unpacked wheels. */
  readonly packages: string;
  /** Where it may write: its environment, its cache, its home. */
  readonly state: string;
}

/** Makes the environment of the plugin unless it is there, and says how it is started. */
export function pythonCommand(
  { entrypoint, directory, packages, state }: PythonPlugin,
  python: FoundPython,
  environment: Readonly<Record<string, string>>,
): PluginCommand {
  const root = makeEnvironment(state, packages, python);
  return {
    program: join(root, 'bin', 'python'),
    arguments: ['-m', startModule, String(process.pid), entrypoint],
    directory,
    environment: {
      ...environment,
      PATH: `${join(root, 'bin')}:${environment['PATH'] ?? '/usr/bin:/bin'}`,
      VIRTUAL_ENV: root,
      PYTHONNOUSERSITE: '1',
      PYTHONUNBUFFERED: '1',
      PYTHONUTF8: '1',
      PYTHONPYCACHEPREFIX: join(state, `cache-${python.tag}`),
      INSTALL_METHOD: 'local',
    },
  };
}

/** The folder's name says what it was made of, so one that is there is right. */
function makeEnvironment(state: string, packages: string, python: FoundPython): string {
  const made = JSON.stringify([python.path, python.version, packages, startSource]);
  const root = join(
    state,
    `python-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`,
  );
  if (existsSync(join(root, 'bin', 'python'))) return root;
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const half = mkdtempSync(`${root}.`);
  const [major, minor] = python.version.split('.');
  const site = join(half, 'lib', `python${major}.${minor}`, 'site-packages');
  mkdirSync(site, { recursive: true });
  mkdirSync(join(half, 'bin'));
  writeFileSync(
    join(half, 'pyvenv.cfg'),
    `home = ${dirname(python.path)}\ninclude-system-site-packages = false\nversion = ${python.version}\n`,
  );
  symlinkSync(python.path, join(half, 'bin', 'python'));
  for (const name of ['python3', `python${major}.${minor}`])
    symlinkSync('python', join(half, 'bin', name));
  // As a line of code and not as a path: so the `.pth` files of the packages count as well.
  const line = `import site; site.addsitedir(${JSON.stringify(packages)})\n`;
  writeFileSync(join(site, 'outpost.pth'), line);
  writeFileSync(join(site, `${startModule}.py`), startSource);
  try {
    renameSync(half, root);
  } catch (error) {
    // Another process on the same directory was faster, or a broken one is in the way.
    if (existsSync(join(root, 'bin', 'python'))) rmSync(half, { recursive: true, force: true });
    else {
      rmSync(root, { recursive: true, force: true });
      renameSync(half, root);
    }
    if (!existsSync(root)) throw error;
  }
  return root;
}

const startModule = 'outpost_plugin_start';
