import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Where an installation builds the check: a few files, in a quarter of the time that a hundred sources take to load. From
 * the sources and from what was built, which looks at itself.
 */
export const builtFolder = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/check/', import.meta.url)
  : new URL('./', import.meta.url);

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
