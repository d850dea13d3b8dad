import { defineConfig } from 'vitest/config';

// Much of every test is waiting: for a process, a disk, a schedule. Three at a time fill two cores.
const maxWorkers = 3;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['shared/src/**/*.test.ts', 'web/src/**/*.test.ts', 'server/src/platform/**/*.test.ts'],
          maxWorkers,
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/src/**/*.test.ts'],
          exclude: ['server/src/platform/**', '**/node_modules/**'],
          globalSetup: ['server/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // What another process or loop does is waited for.
          expect: { poll: { timeout: 10_000, interval: 15 } },
          maxWorkers,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Beside two others a browser may take its time.
          expect: { poll: { timeout: 20_000 } },
          maxWorkers,
          // After the others: a browser and a server beside them would measure patience, not Parley.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
