import { basename, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { noRings } from './no-rings.ts';
import { precompress } from './precompress.ts';

const { PARLEY_PORT = '4100', PARLEY_PUBLIC_URL } = loadEnv('development', false, 'PARLEY_');

/** What the server answers and not the console. Whole words: `/in` is a door, `/inspect` a page. */
const ofServer =
  '^/(?:v1|trpc|docs|export|oauth|in|gateway|authorize|mcp|metrics|healthz|readyz|status|status\\.json|llms\\.txt|\\.well-known)(?:[/?]|$)';

interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[]; code: string | null } | null;
}

let ofHome: Set<string> | undefined;

/** Whether the start page loads a module at once and is not all of its use: what others load as well. */
function homeNeeds(id: string, modules: Modules): boolean {
  ofHome ??= reach(join(import.meta.dirname, 'src/overview/home/home-page.tsx'), modules);
  return ofHome.has(id) && !id.includes('/src/overview/home/');
}

const isIndex = (id: string): boolean => /\/node_modules\/.*\/index\.m?js$/.test(id);

function reach(start: string, modules: Modules): Set<string> {
  const found = new Set<string>();
  for (const ids = [start]; ids.length > 0;) {
    const id = ids.pop() ?? '';
    if (found.has(id)) continue;
    found.add(id);
    const info = modules.getModuleInfo(id);
    if (!info || isIndex(id)) continue;
    const names = importedNames(info.code ?? '');
    // The index of a library names all of it; this module uses the pieces that it names.
    for (const imported of info.importedIds)
      ids.push(...(isIndex(imported) ? piecesOf(imported, names, modules) : [imported]));
  }
  return found;
}

function importedNames(code: string): Set<string> {
  const lists = code.matchAll(/\bimport\s*\{([^}]*)\}\s*from/g);
  return new Set([...lists].flatMap(([, list = '']) => list.split(',').map((name) => fileWord(name))));
}

const piecesOf = (index: string, names: ReadonlySet<string>, modules: Modules): string[] =>
  (modules.getModuleInfo(index)?.importedIds ?? []).filter((id) => names.has(fileWord(basename(id))));

/** `Skeleton`, `useElementSize as size` and `use-element-size.mjs` as one word each for a name and its file. */
function fileWord(name: string): string {
  const [word = ''] = name.trim().split(/[\s.]/, 1);
  return word.replaceAll('-', '').toLowerCase();
}

export default defineConfig({
  plugins: [react(), noRings(), precompress()],
  // The server puts a nonce of its own into each answer.
  html: { cspNonce: 'PARLEY_CSP_NONCE' },
  server: {
    host: '127.0.0.1',
    allowedHosts: PARLEY_PUBLIC_URL ? [new URL(PARLEY_PUBLIC_URL).hostname] : [],
    proxy: { [ofServer]: `http://127.0.0.1:${PARLEY_PORT}` },
  },
  // All of it is looked through at the start: what a lazy page brings in would reload the browser in mid-work.
  optimizeDeps: { entries: ['index.html', 'src/**/*.{ts,tsx}', '!src/**/*.test.ts'] },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // `light-dark()` has to reach the browser as it is: the fallback would not follow Mantine's colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy allows images from `data:` but no script or font; files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // In kB: the file that every page needs.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        // The name of a shared file would be the names of all that share it.
        chunkFileNames: ({ name }) =>
          name.startsWith('shared~') ? 'assets/shared-[hash].js' : 'assets/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names[0]?.startsWith('shared~') === true
            ? 'assets/shared-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            // What every page needs is one file, and what several share another: each file costs a request and compresses alone. By
            // who shares what they would be small, and those that are put together load each other in a ring.
            { name: 'start', tags: ['$initial'], priority: 3 },
            // Of what pages are made, as the start page shows it: a header, a section, a table, a time.
            {
              name: (id, context) => (homeNeeds(id, context) ? 'page' : null),
              debugName: 'page',
              priority: 2,
            },
            { name: 'shared', minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
});
