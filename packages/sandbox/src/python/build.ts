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
 * Two interpreters from nothing: the first unpacks and compiles the wheels (a wheel is a stranger's zip
 * file, so this happens inside), the second gets the finished files, does the imports and has its heap
 * taken. One for both would leave the unpacking's memory in every interpreter to come. The snapshot
 * holds Python's memory but not its files, so those are returned beside it.
 */
export async function buildInterpreter(
  request: Extract<ChildRequest, { type: 'build' }>,
  wheels: Uint8Array,
  bootstrapSource: string,
): Promise<BuiltInterpreter> {
  const { archive, entries } = await unpackWheels(request, wheels);
  const { files } = request;
  const realm = await createPythonRealm({
    files,
    makeSnapshot: true,
    archive: { bytes: archive, entries },
  });
  realm.execute(importSource(request.preload));
  realm.execute(privately(bootstrapSource));
  realm.execute('import gc\ngc.collect()');
  return { snapshot: realm.snapshot(), archive, entries };
}

async function unpackWheels(
  request: Extract<ChildRequest, { type: 'build' }>,
  wheels: Uint8Array,
): Promise<Omit<BuiltInterpreter, 'snapshot'>> {
  const realm = await createPythonRealm({ files: request.files });
  let position = 0;
  for (const [file, size] of request.wheels) {
    realm.place(`/wheels/${file}`, wheels.subarray(position, position + size));
    position += size;
  }
  const roots = JSON.stringify(JSON.stringify(request.roots));
  realm.execute(`import json\n_outpost_roots = json.loads(${roots})`);
  realm.execute(unpackSource);
  const listing = Buffer.from(realm.bytesOf('_outpost_listing')).toString('utf8');
  return {
    archive: Uint8Array.from(realm.bytesOf('_outpost_archive')),
    entries: JSON.parse(listing) as ArchiveEntry[],
  };
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
