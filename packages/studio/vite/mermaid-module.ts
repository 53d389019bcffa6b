import type { Plugin } from 'vite';

const written = 'globalThis.__esbuild_esm_mermaid_nm["mermaid"].default';
const asModule = '__esbuild_esm_mermaid_nm["mermaid"].default';

/**
 * The small build of Mermaid is a classic script that looks for its own variable in the global
 * object. In a module that variable is the module's.
 */
export function mermaidModule(): Plugin {
  return {
    name: 'mermaid-module',
    transform(code, id) {
      if (!id.includes('@mermaid-js/tiny')) return null;
      if (!code.includes(written)) throw new Error('@mermaid-js/tiny is put together differently.');
      return { code: code.replace(written, asModule), map: null };
    },
  };
}
