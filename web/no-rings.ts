import type { Plugin } from 'vite';

interface Chunk {
  fileName: string;
  /** Files that have to run before this one. */
  imports: readonly string[];
}

/** A ring of files that load each other, in their order; `null` where there is none. */
const ringIn = (chunks: readonly Chunk[]): string[] | null => {
  const importsOf = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const imported of importsOf.get(file) ?? []) {
      const ring = walk(imported, [...path, file]);
      if (ring) return ring;
    }
    done.add(file);
    return null;
  };
  for (const { fileName } of chunks) {
    const ring = walk(fileName, []);
    if (ring) return ring;
  }
  return null;
};

/** Ends the build where files load each other in a ring: one of them runs before what it needs, and its page is never drawn. */
export const noRings = (): Plugin => ({
  name: 'no-rings',
  apply: 'build',
  generateBundle(_options, bundle) {
    const ring = ringIn(Object.values(bundle).filter((file) => file.type === 'chunk'));
    if (ring) this.error(`These files load each other in a ring: ${ring.join(' → ')}.`);
  },
});
