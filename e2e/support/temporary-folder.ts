import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenWeEnd } from './guard.ts';

/** A private folder that is removed, with all that is in it, when its scope ends. */
export interface TemporaryFolder extends Disposable {
  path: string;
}

/** Creates a private folder below the system's temporary folder. */
export const createTemporaryFolder = (): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const callOff = whenWeEnd('sleep 1; rm -rf "$1"', path);
  return {
    path,
    [Symbol.dispose]: () => {
      callOff();
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
