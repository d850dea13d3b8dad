import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { collectFiles } from '../../openapi/reference/collect.ts';
import { decodeBytes, textLimits, TextRefusal } from '../../openapi/text/text.ts';
import { Unusable } from './unusable.ts';

/** A contract in a file, with the files that it refers to. */
export interface ContractFiles {
  /** As it was named. */
  name: string;
  /** Absolute; nothing outside of it is read. */
  root: string;
  /** Below the root, with slashes. */
  entry: string;
  /** By their paths below the root. */
  texts: ReadonlyMap<string, string>;
  /** References that were not followed, and why. */
  left: ReadonlyMap<string, string>;
}

const filesMax = 2000;

const isWithin = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The repository around a folder: the nearest one that holds `.git`, which is a file in a worktree. */
const repositoryAround = (folder: string): string | undefined => {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
};

/** Where reading ends: the folder that was named, the repository, the working folder, or the folder of the file. */
const rootOf = (entry: string, named: string | undefined): string => {
  if (named !== undefined) return resolve(named);
  const around = repositoryAround(dirname(entry));
  if (around !== undefined) return around;
  return isWithin(process.cwd(), entry) ? process.cwd() : dirname(entry);
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  if (code === 'ELOOP') return 'is a link that leads in a circle';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

/** Reads files of one folder and of no other place, however links and references lead. */
class BoundedFolder {
  readonly root: string;
  readonly left = new Map<string, string>();
  readonly #realRoot: string;
  #bytes = 0;
  #files = 0;

  constructor(root: string) {
    this.root = root;
    this.#realRoot = realpathSync(root);
  }

  /** The text of a path below the root; `undefined`, and a reason in `left`, for one that may not be read. */
  read(path: string): string | undefined {
    try {
      return this.#text(path);
    } catch (error) {
      if (error instanceof Unusable) throw error;
      this.left.set(path, error instanceof TextRefusal ? error.message : reasonOf(error));
      return undefined;
    }
  }

  #text(path: string): string {
    // What git keeps for itself holds credentials in a pipeline, and never a contract.
    if (path.split('/').includes('.git')) throw new Error('it belongs to git');
    // Read by its real path: what a link leads to is what was looked at.
    const real = realpathSync(join(this.root, path));
    if (path.startsWith('../') || !isWithin(this.#realRoot, real))
      throw new Error(`it lies outside of ${this.root}, and nothing there is read`);
    if (isWithin(join(this.#realRoot, '.git'), real)) throw new Error('it belongs to git');
    const stats = statSync(real);
    if (!stats.isFile()) throw new Error('it is no file');
    this.#files += 1;
    this.#bytes += stats.size;
    if (this.#files > filesMax) throw new Unusable(`The contract is in more than ${filesMax} files.`);
    if (this.#bytes > textLimits.bytesMax)
      throw new Unusable(`The files of the contract are larger than ${textLimits.bytesMax / 2 ** 20} MiB.`);
    return decodeBytes(readFileSync(real));
  }
}

/**
 * Reads a contract and what it refers to, in whatever folders below the root: the folder `root`, or else the repository
 * that holds the file, or else the working folder. Addresses are never fetched. Throws {@link Unusable} for a file that
 * cannot be read at all; references that cannot be followed are left to whoever reads the contract.
 */
export const readContractFiles = (file: string, root?: string): ContractFiles => {
  const path = resolve(file);
  try {
    const folder = new BoundedFolder(rootOf(path, root));
    const entry = relative(folder.root, path).split(sep).join('/');
    const texts = collectFiles(entry, (one) => folder.read(one));
    if (!texts.has(entry)) throw new Unusable(`${file}: ${folder.left.get(entry) ?? 'cannot be read'}.`);
    return { name: file, root: folder.root, entry, texts, left: folder.left };
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`${file} ${reasonOf(error)}.`);
  }
};

/** The files as they are sent to whoever reads contracts. */
export const sentFiles = ({
  entry,
  texts,
}: ContractFiles): { document: string } | { files: Record<string, string>; entry: string } =>
  texts.size === 1 ? { document: texts.get(entry) ?? '' } : { files: Object.fromEntries(texts), entry };
