import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../e2e/support/postgres.ts';
import { createTemplates, type Templates } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's URL of the PostgreSQL of this test run. */
    postgresUrl: string;
    templates: Templates;
  }
}

/** One real PostgreSQL for the whole run, and migrated databases of which each test copies its own. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'parley-templates-'));
  project.provide('postgresUrl', postgres.url);
  project.provide('templates', await createTemplates(folder, postgres.url));
  return async () => {
    await postgres[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
};
