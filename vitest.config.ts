import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every worker, thread and process of a test loads the same files: compiled once, for this run and the next.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

// Much of every test is waiting: for a process, a disk, a schedule. Three at a time fill two cores.
const maxWorkers = 3;

const needsMore = /\/testing\/(?!fixtures\/)|\b(?:openSqlite|ContractReader)\b|\/containment\.ts/;

/** What needs no database and no threads, by what it imports: these tests are over in seconds. */
const pure = globSync('{shared,web,server}/src/**/*.test.ts', { cwd: import.meta.dirname }).filter(
  (file) => !needsMore.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
);

// The files of one worker share the modules that they import: Parley is loaded three times and not for each file. So no
// module may keep what a test did to it.
const shared = {
  isolate: false,
  maxWorkers,
  // Only what hangs ends by them: how long anything takes on a busy machine says nothing.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Node runs the sources, as it does in production.
  experimental: { viteModuleRunner: false },
};

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: pure, ...shared } },
      {
        test: {
          name: 'server',
          include: ['server/src/**/*.test.ts'],
          exclude: [...pure, '**/node_modules/**'],
          globalSetup: ['server/src/testing/global-setup.ts'],
          // What another process or loop does is waited for.
          expect: { poll: { timeout: 60_000, interval: 15 } },
          ...shared,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/support/global-setup.ts'],
          ...shared,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Beside two others a browser may take its time.
          expect: { poll: { timeout: 60_000 } },
          // After the others: a browser and a server beside them would measure patience, not Parley.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
