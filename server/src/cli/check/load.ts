import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { runCheck } from './check.ts';

/** Where `pnpm install` builds the command: two files, in a third of the time that a hundred sources take to load. */
export const builtFolder = new URL('../../../dist/check/', import.meta.url);

/** The sources that it was built from, and what stood in them. */
export interface Built {
  /** Relative to the folder. */
  sources: string[];
  sha256: string;
}

/** What stands in these files, in this order. */
export const hashSources = (sources: readonly string[]): string =>
  hash('sha256', sources.map((path) => readFileSync(new URL(path, builtFolder), 'latin1')).join('\0'), 'hex');

/** Whether it was built from the sources that are there. */
export const isCurrent = (): boolean => {
  try {
    const { sources, sha256 }: Built = JSON.parse(readFileSync(new URL('built.json', builtFolder), 'utf8'));
    return hashSources(sources) === sha256;
  } catch {
    // Not built, or a source is gone: then it is what the sources say.
    return false;
  }
};

/**
 * The check: as it was built, when that was from the sources that are there, else these. What works on the database is
 * never built: it is the same code as everything else that does.
 */
export const loadCheck = async (needsDatabase: boolean): Promise<typeof runCheck> => {
  const built = new URL('check.js', builtFolder);
  const isBuilt = !needsDatabase && existsSync(built) && isCurrent();
  if (isBuilt) enableCompileCache(fileURLToPath(new URL('compiled', builtFolder)));
  const loaded: { runCheck: typeof runCheck } = await import(isBuilt ? built.href : './check.ts');
  return loaded.runCheck;
};
