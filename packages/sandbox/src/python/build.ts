import type { ChildRequest } from './frames.ts';
import { createPythonRealm, type ArchiveEntry } from './realm.ts';
import { unpackSource } from './unpack-source.ts';

/** What later interpreters start from. */
export interface BuiltInterpreter {
  readonly snapshot: Uint8Array;
  /** The libraries' files, one after the other; their places are in `entries`. */
  readonly archive: Uint8Array;
  readonly entries: readonly ArchiveEntry[];
}

/**
 * Boots pyodide from nothing, unpacks the wheels inside it (a wheel is a stranger's zip file), compiles
 * them, runs the bootstrap and takes the heap snapshot. The snapshot holds Python's memory but not its
 * files, so those are returned beside it.
 */
export async function buildInterpreter(
  request: Extract<ChildRequest, { type: 'build' }>,
  wheels: Uint8Array,
  bootstrapSource: string,
): Promise<BuiltInterpreter> {
  const realm = await createPythonRealm({ files: request.files, makeSnapshot: true });
  let position = 0;
  for (const [file, size] of request.wheels) {
    // `slice`: the interpreter's file system keeps the array, which must not pin the whole payload.
    realm.place(`/wheels/${file}`, wheels.slice(position, position + size));
    position += size;
  }
  realm.execute(
    `import json\n_outpost_roots = json.loads(${JSON.stringify(JSON.stringify(request.roots))})`,
  );
  realm.execute(unpackSource);
  realm.execute(importSource(request.preload));
  realm.execute(privately(bootstrapSource));
  const listing = Buffer.from(realm.bytesOf('_outpost_listing')).toString('utf8');
  const archive = Uint8Array.from(realm.bytesOf('_outpost_archive'));
  realm.execute('del _outpost_listing, _outpost_archive\nimport gc\ngc.collect()');
  return { snapshot: realm.snapshot(), archive, entries: JSON.parse(listing) as ArchiveEntry[] };
}

/** Runs Python with a copy of the builtins, and hands its `_outpost…` functions to the global scope. */
const privately = (source: string): string => `
def _outpost_load(source):
    import builtins
    scope = {'__name__': '_outpost', '__builtins__': dict(builtins.__dict__)}
    exec(compile(source, '_outpost', 'exec'), scope)
    globals().update((name, value) for name, value in scope.items() if name.startswith('_outpost'))
_outpost_load(${JSON.stringify(source)})
del _outpost_load
`;

const importSource = (modules: readonly string[]): string =>
  modules
    .map((name) => {
      if (!/^[A-Za-z_][\w.]*$/.test(name)) throw new Error(`“${name}” is no module name.`);
      return `import ${name}\ndel ${name.split('.')[0] ?? ''}\n`;
    })
    .join('');
