import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseName } from '../bench/databases.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openArena } from './attack.ts';
import { findAttacks } from './attacks.ts';

/** Tests the short form of every attack on this database; `pnpm test:attack` is the long one. */
export const testShortForms = async (database: DatabaseName): Promise<void> => {
  const attacks = await findAttacks();
  const folder = createTemporaryFolder();
  let postgres: Postgres | undefined;
  let count = 0;

  beforeAll(async () => {
    if (database === 'postgresql') postgres = await startPostgres();
  });

  afterAll(async () => {
    await postgres?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const createDatabase = async (): Promise<string> => {
    count += 1;
    if (!postgres) return `sqlite:${folder.path}/${count}/parley.db`;
    await postgres.ask(`create database attack_${count}`);
    return postgres.url.replace(/\/postgres$/, `/attack_${count}`);
  };

  test.each(attacks.filter(({ databases }) => databases.includes(database)))('$name', async ({ run }) => {
    await expect(run(openArena(database, createDatabase, true))).resolves.toBeTypeOf('string');
  });
};
