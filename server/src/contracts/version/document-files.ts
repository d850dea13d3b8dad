import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve } from 'node:path';
import type { UploadContract } from '@parley/shared/contracts/contract';

const reference = /["']?\$ref["']?\s*:\s*["']?([^"'#\s,}]+)/g;
const filesMax = 2000;

/**
 * A contract in a file, with the files that it refers to by relative paths below its own folder; others are not read.
 * Throws what the file system says of a file that is not there.
 */
export const readContractFiles = (file: string): Pick<UploadContract, 'document' | 'files' | 'entry'> => {
  const entry = resolve(file);
  const folder = dirname(entry);
  const files = new Map<string, string>();
  const open = [relative(folder, entry)];
  for (let index = 0; index < open.length && index < filesMax; index += 1) {
    const path = open[index] ?? '';
    if (files.has(path)) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    files.set(path, text);
    for (const [, target = ''] of text.matchAll(reference)) {
      const next = normalize(join(dirname(path), target));
      const isOutside = next.startsWith('..') || /^[a-z][a-z0-9+.-]*:/i.test(target);
      if (!isOutside && existsSync(join(folder, next))) open.push(next);
    }
  }
  const first = open[0] ?? '';
  return files.size === 1
    ? { document: files.get(first) ?? '' }
    : {
        files: Object.fromEntries([...files].map(([path, text]) => [path.replaceAll('\\', '/'), text])),
        entry: first,
      };
};
