// Builds the check of contracts into `server/dist/check`: a pipeline starts it for one file, and loading the sources takes
// longer than the check. Runs after an installation; whatever fails, the command then works from the sources.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Built, builtFolder, hashSources, isCurrent } from './built.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The thread: what was compiled once is kept beside it, as for the command itself. */
const threadText = `import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
enableCompileCache(fileURLToPath(new URL('compiled', import.meta.url)));
await import('./reader.thread.js');
flushCompileCache();
`;

/** One check of the smallest contract, so that all of it is compiled. */
const warmUp = (folder: string): void => {
  const file = `${folder}/smallest.json`;
  writeFileSync(file, '{"openapi":"3.1.0","info":{"title":"Smallest","version":"1"},"paths":{}}');
  const args = [`${folder}/start.js`, 'contract', 'check', '--root', folder, file, file];
  execFileSync(process.execPath, args, { stdio: 'ignore', timeout: 60_000 });
};

/** Puts the new folder in the place of the old one. Whoever starts in between finds none and takes the sources. */
const replace = (folder: string, beside: string): void => {
  const gone = `${beside}.gone`;
  if (existsSync(folder)) renameSync(folder, gone);
  renameSync(beside, folder);
  rmSync(gone, { recursive: true, force: true });
};

const build = async (): Promise<void> => {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: {
      start: here('start.ts'),
      command: here('command.ts'),
      'reader.thread': here('../../openapi/reader/reader.thread.ts'),
    },
    platform: 'node',
    external: (id) => id.endsWith('/installed-check.ts'),
    logLevel: 'silent',
  });
  const folder = fileURLToPath(builtFolder).replace(/\/$/, '');
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  const { output } = await bundle.write({ dir: beside, format: 'esm', minify: true });
  await bundle.close();
  const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  const sources = [...new Set(modules)]
    .filter((path) => path.startsWith('/') && !path.includes('/node_modules/'))
    .map((path) => relative(folder, path))
    .toSorted();
  // Of packages the lockfile says enough.
  sources.push(...['build.ts', '../../../../pnpm-lock.yaml'].map((path) => relative(folder, here(path))));
  const built: Built = { sources, sha256: hashSources(sources) };
  writeFileSync(`${beside}/thread.js`, threadText);
  writeFileSync(`${beside}/built.json`, JSON.stringify(built));
  replace(folder, beside);
  warmUp(folder);
};

try {
  if (!isCurrent() || !existsSync(new URL('start.js', builtFolder))) await build();
} catch (error) {
  process.stderr.write(`The check of contracts was not built, and works without: ${String(error)}\n`);
}
