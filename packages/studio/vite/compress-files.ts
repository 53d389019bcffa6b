import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Leaves `.br` and `.gz` beside every text file of the build, so that the server never compresses. */
export function compressFiles(): Plugin {
  return {
    name: 'compress-files',
    apply: 'build',
    // After writing: until then other plugins still change what is in the chunks.
    writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|css|svg|json)$/.test(fileName)) continue;
        const file = join(dir, fileName);
        const source = readFileSync(file);
        if (source.length < 1024) continue;
        writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }));
        writeFileSync(`${file}.br`, brotli(source));
      }
    },
  };
}

function brotli(source: Buffer): Buffer {
  return brotliCompressSync(source, {
    params: {
      // 9 is within two percent of 11 at a tenth of its time.
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
    },
  });
}
