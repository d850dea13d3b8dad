import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseName, databaseNames } from '../bench/databases.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { openArena } from './attack.ts';
import { findAttacks } from './attacks.ts';

// `pnpm test:attack` is the long form.
const attacks = await findAttacks();

const folder = createTemporaryFolder();
let postgres: Postgres;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const createDatabase: Record<DatabaseName, () => Promise<string>> = {
  sqlite: async () => `sqlite:${folder.path}/${(count += 1)}/parley.db`,
  postgresql: async () => {
    const name = `attack_${(count += 1)}`;
    await postgres.ask(`create database ${name}`);
    return postgres.url.replace(/\/postgres$/, `/${name}`);
  },
};

describe.each(databaseNames)('on %s', (database) => {
  test.each(attacks.filter(({ databases }) => databases.includes(database)))('$name', async ({ run }) => {
    await expect(run(openArena(database, createDatabase[database], true))).resolves.toBeTypeOf('string');
  });
});
