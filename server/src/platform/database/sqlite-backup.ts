import { chmodSync, closeSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

const sync = (path: string): void => {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
};

const assertSound = (file: string): void => {
  const copy = new Database(file, { readonly: true });
  try {
    const [found] = copy.prepare<[], { quick_check: string }>('pragma quick_check(1)').all();
    if (found?.quick_check !== 'ok') throw new Error(`The copy is damaged: ${found?.quick_check}.`);
  } finally {
    copy.close();
  }
};

/**
 * Copies a SQLite file as it is at one moment to a new file, while others read and write it: no lock is taken that they would
 * wait for. The copy is looked through, for its owner alone, on the disk, and at `target` only when all of that is so. Throws
 * `EEXIST` when there is something at `target`, which stays as it is.
 */
export const backUpSqlite = (file: string, target: string): void => {
  const draft = `${target}.${process.pid}.partial`;
  try {
    const source = new Database(file, { readonly: true, timeout: 60_000 });
    try {
      source.prepare('vacuum into ?').run(draft);
    } finally {
      source.close();
    }
    assertSound(draft);
    chmodSync(draft, 0o600);
    sync(draft);
    linkSync(draft, target);
    sync(dirname(target));
  } finally {
    rmSync(draft, { force: true });
  }
};
