import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { findBrowser } from './browser.ts';
import { makeDatabaseTemplate } from './database-template.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');

const run = (file: string, args: string[], folder: string, environment: NodeJS.ProcessEnv = {}): void => {
  execFileSync(process.execPath, [file, ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};

/**
 * Builds the console, which Parley serves, and migrates a database, which each Parley of a test begins with. Unpacks the
 * browser, if it has to be, before several tests would at once.
 */
export const setup = async (): Promise<() => void> => {
  const folder = createTemporaryFolder();
  // Vitest says that this is a test, of which Vite would make a console for developers.
  run(join(root, 'web/node_modules/vite/bin/vite.js'), ['build', '--logLevel', 'warn'], join(root, 'web'), {
    NODE_ENV: 'production',
  });
  const template = await makeDatabaseTemplate(folder.path);
  // Tests that need one say that there is none.
  await findBrowser().catch(() => null);
  // Inherited by the tests, which start processes in turn: some of them without Vitest.
  process.env.E2E_DATABASE_TEMPLATE = template;
  return () => folder[Symbol.dispose]();
};
