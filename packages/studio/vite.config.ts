import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressFiles } from './vite/compress-files.ts';
import { mermaidModule } from './vite/mermaid-module.ts';
import { routeTables } from './vite/route-tables.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Chromium 84 is the engine of the oldest browsers we serve (360, Qianxin); syntax and CSS are
 * lowered to it, what it lacks at run time is in `src/start/fill-gaps.ts`.
 */
const oldestChrome = 84;

export default defineConfig({
  root,
  // Every address in the build is relative: the prefix is known at run time only.
  base: './',
  plugins: [react(), routeTables(), mermaidModule(), compressFiles()],
  css: {
    transformer: 'lightningcss',
    lightningcss: {
      targets: { chrome: oldestChrome << 16 },
      cssModules: { pattern: '[name]-[local]-[hash]' },
    },
  },
  build: {
    outDir: fileURLToPath(new URL('../../dist/studio', import.meta.url)),
    emptyOutDir: true,
    target: `chrome${oldestChrome}`,
    cssTarget: `chrome${oldestChrome}`,
    // Data addresses would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: {
        index: `${root}index.html`,
        // Published pages load nothing of the studio; diagrams are drawn in a page of their own.
        site: `${root}site.html`,
        drawing: `${root}drawing.html`,
      },
    },
  },
  server: {
    proxy: { '^/(console|v1|files|api)/': process.env['OUTPOST_URL'] ?? 'http://127.0.0.1:8480' },
  },
});
