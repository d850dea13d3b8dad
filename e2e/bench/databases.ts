import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Where a benchmark may keep its rows. */
export const databaseNames = ['sqlite', 'postgresql'] as const;
export type DatabaseName = (typeof databaseNames)[number];

/** A source of empty databases that outlive the processes that use them. */
export interface Databases {
  name: DatabaseName;
  /** How a commit waits for the disk. */
  synchronous: string;
  create: () => Promise<string>;
  /** Removes them. */
  end: () => Promise<void>;
}

const openSqlite = (): Databases => {
  const folder = createTemporaryFolder();
  let count = 0;
  return {
    name: 'sqlite',
    synchronous: 'FULL',
    create: async () => `sqlite:${join(folder.path, `${(count += 1)}.db`)}`,
    end: async () => folder[Symbol.dispose](),
  };
};

const durabilityOf = async (postgres: Postgres): Promise<string> => {
  const shown = await Promise.all(
    ['fsync', 'synchronous_commit'].map(async (name) => {
      const [setting] = await postgres.ask(`show ${name}`);
      if (setting?.[name] !== 'on') throw new Error(`PostgreSQL runs with ${name}=${setting?.[name]}.`);
      return `${name}=${setting[name]}`;
    }),
  );
  return shown.join(' ');
};

const openPostgres = async (): Promise<Databases> => {
  const postgres = await startPostgres({ isDurable: true });
  return {
    name: 'postgresql',
    synchronous: await durabilityOf(postgres),
    create: async () => {
      const name = `parley_${randomUUID().replaceAll('-', '')}`;
      await postgres.ask(`create database ${name}`);
      return postgres.url.replace(/\/postgres$/, `/${name}`);
    },
    end: async () => postgres[Symbol.asyncDispose](),
  };
};

/** Runs `measure` with databases of this kind and removes them afterwards. */
export const withDatabases = async <Result>(
  name: DatabaseName,
  measure: (databases: Databases) => Promise<Result>,
): Promise<Result> => {
  const databases = name === 'sqlite' ? openSqlite() : await openPostgres();
  try {
    return await measure(databases);
  } finally {
    await databases.end();
  }
};
