// Bundles every program into dist/: the command line with the server in it, whose lazily imported
// parts stay in chunks of their own, and the programs that run beside it in processes and threads,
// each as one file, because some of them may read nothing else.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { rolldown, type InputOptions, type OutputOptions } from 'rolldown';
import { programs } from '../packages/server/src/programs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

const common: InputOptions = {
  cwd: root,
  platform: 'node',
  // These find their WASM files beside themselves, so they stay where npm put them.
  external: [
    /^node:/,
    /^pyodide/,
    /^onnxruntime-web/,
    /^@jitl\//,
    /^quickjs-emscripten/,
    'pg-native',
  ],
  onwarn(warning, warn) {
    if (warning.code !== 'CIRCULAR_DEPENDENCY' && warning.code !== 'EVAL') warn(warning);
  },
};

rmSync(dist, { recursive: true, force: true });
await bundle('outpost', `${root}packages/cli/src/main.ts`, {
  chunkFileNames: 'chunks/[name]-[hash].mjs',
});
for (const [name, { source }] of Object.entries(programs))
  await bundle(name, fileURLToPath(import.meta.resolve(source)), { codeSplitting: false });
await build({ configFile: `${root}packages/studio/vite.config.ts`, logLevel: 'warn' });
// The sandbox looks for its wheels one folder above the chunk that it is in.
cpSync(`${root}packages/sandbox/assets`, `${dist}/assets`, { recursive: true });
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
writeFileSync(`${dist}/version.json`, `${JSON.stringify({ version })}\n`);

async function bundle(name: string, entry: string, output: OutputOptions): Promise<void> {
  const made = await rolldown({ ...common, input: { [name]: entry } });
  await made.write({ dir: dist, format: 'esm', entryFileNames: '[name].mjs', ...output });
  await made.close();
}
