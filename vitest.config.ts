import { defineConfig } from 'vitest/config';

/** Processes that are killed, cut off and starved: they wait more than they work, so they run beside the browser's. */
const proofs = [
  'e2e/crash.test.ts',
  'e2e/faults.test.ts',
  'e2e/several-processes.test.ts',
  'e2e/crash/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['shared/src/**/*.test.ts', 'web/src/**/*.test.ts', 'server/src/lib/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/src/**/*.test.ts'],
          exclude: ['server/src/lib/**', '**/node_modules/**'],
          globalSetup: ['server/src/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          exclude: [...proofs, '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // After the others: a browser and a server beside them would measure patience, not Parley.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'proof',
          include: proofs,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
