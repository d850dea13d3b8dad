import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/**
 * Keeps a new master key in this file, readable by its owner alone: whole and on the disk, or not at all. Throws
 * {@link StartRefusal} when another process kept one a moment ago.
 */
export const keepMasterKey = (file: string, key: Buffer): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeSync(descriptor, `${key.toString('base64')}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // Fails when there is one already.
    linkSync(draft, file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new StartRefusal(`Another process made ${file} a moment ago. Start again to use it.`);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};
