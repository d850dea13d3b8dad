import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../e2e/support/postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's URL of the PostgreSQL of this test run. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run; each test makes its own database in it. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres();
  project.provide('postgresUrl', postgres.url);
  return async () => postgres[Symbol.asyncDispose]();
};
