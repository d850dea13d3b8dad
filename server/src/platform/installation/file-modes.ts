import { chmodSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const open = 0o077;

/** Takes what others may do from a file or folder; answers the reason when that is not ours to change. */
const close = (path: string): string | null => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || (found.mode & open) === 0) return null;
  try {
    chmodSync(path, found.mode & 0o7777 & ~open);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const namesOf = (file: string): string[] =>
  ['', '-wal', '-shm', '.lock', '.lock-journal'].map((end) => basename(file) + end);

/**
 * Makes the SQLite file, all that SQLite and we keep beside it, and the key readable by their owner alone; the folder too,
 * where nothing else lies in it. Answers what could not be changed.
 */
export const closeToOthers = (file: string, keyFile: string): string[] => {
  const folder = dirname(file);
  const ours = new Set([...namesOf(file), basename(keyFile)]);
  const isOurs = readdirSync(folder).every((name) => ours.has(name));
  const paths = [...namesOf(file).map((name) => `${folder}/${name}`), keyFile, ...(isOurs ? [folder] : [])];
  return paths.map(close).filter((reason) => reason !== null);
};
