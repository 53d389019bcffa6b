// Bundles every program into dist/: the command line with the server in it, and the programs that
// run beside it in processes and threads of their own. Start-up reads a few files instead of
// hundreds; what is imported lazily stays in chunks of its own.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { programs } from '../packages/server/src/programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

// These find their WASM files beside themselves, so they stay where npm put them.
const external = [
  /^node:/,
  /^pyodide/,
  /^onnxruntime-web/,
  /^@jitl\//,
  /^quickjs-emscripten/,
  'pg-native',
];

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: {
    outpost: `${root}packages/cli/src/main.ts`,
    ...Object.fromEntries(
      Object.entries(programs).map(([name, { source }]) => [
        name,
        fileURLToPath(import.meta.resolve(source)),
      ]),
    ),
  },
  cwd: root,
  platform: 'node',
  external,
  treeshake: true,
  onwarn(warning, warn) {
    if (warning.code !== 'CIRCULAR_DEPENDENCY' && warning.code !== 'EVAL') warn(warning);
  },
});
await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: 'chunks/[name]-[hash].mjs',
  sourcemap: false,
  minify: false,
});
await bundle.close();
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
writeFileSync(`${dist}/version.json`, `${JSON.stringify({ version })}\n`);
