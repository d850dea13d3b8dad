import { posix } from 'node:path';
import { type DocumentText, readText, TextRefusal } from '../text/text.ts';
import { findTarget } from './reference.ts';
import { type NodeShape, walkOpenApi } from './walk.ts';

/** A part of a file that something refers to. */
interface Visit {
  file: string;
  fragment: string;
  shape: NodeShape;
}

const keyOf = ({ file, fragment, shape }: Visit): string => `${shape} ${file}#${fragment}`;
const isElsewhere = (path: string): boolean => /^[a-z][a-z0-9+.-]*:|^\/|^\\/i.test(path);

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/**
 * The file that a reference names, seen from the one that holds it: the path as it is written, or else without its
 * percent signs. `undefined` for an address, an absolute path, and a file that `has` does not know.
 */
export const fileOfReference = (
  from: string,
  ref: string,
  has: (path: string) => boolean,
): string | undefined => {
  const [path = ''] = ref.split('#', 1);
  if (path === '') return from;
  if (isElsewhere(path)) return undefined;
  const found = [path, decoded(path)].map((one) => posix.normalize(posix.join(posix.dirname(from), one)));
  return found.find((one) => has(one));
};

const parse = (text: string): DocumentText | undefined => {
  try {
    return readText(text);
  } catch (error) {
    // Whoever reads the contract says what is wrong with it, and where.
    if (error instanceof TextRefusal) return undefined;
    throw error;
  }
};

/**
 * The texts of a contract's files, from the entry along its references: only what a reference of OpenAPI leads to, not
 * what stands in examples. `read` answers the text of a path, or `undefined` for one that may not be read; each is asked
 * for once.
 */
export const collectFiles = (
  entry: string,
  read: (path: string) => string | undefined,
): Map<string, string> => {
  const texts = new Map<string, string | undefined>();
  const values = new Map<string, unknown>();
  const has = (path: string): boolean => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path) !== undefined;
  };
  const valueOf = (path: string): unknown => {
    if (!values.has(path)) values.set(path, parse(texts.get(path) ?? '')?.value);
    return values.get(path);
  };
  const visits = new Map<string, Visit>();
  const visit = (next: Visit) => {
    const key = keyOf(next);
    if (!visits.has(key)) visits.set(key, next);
  };
  if (has(entry)) visit({ file: entry, fragment: '', shape: 'document' });
  // A Map goes on with what is added to it.
  for (const { file, fragment, shape } of visits.values()) {
    const node = findTarget(valueOf(file), fragment);
    for (const { ref, shape: wanted } of walkOpenApi(shape, node).references) {
      const target = fileOfReference(file, ref, has);
      // All of the entry is visited already.
      if (target === undefined || target === entry) continue;
      visit({ file: target, fragment: ref.split('#', 2)[1] ?? '', shape: wanted });
    }
  }
  const found = new Map<string, string>();
  for (const [path, text] of texts) if (text !== undefined) found.set(path, text);
  return found;
};
