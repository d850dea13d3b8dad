import { join } from 'node:path';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startDurablePostgres } from './postgres.ts';

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

const openPostgres = async (): Promise<Databases> => {
  const postgres = await startDurablePostgres();
  return {
    name: 'postgresql',
    synchronous: postgres.durability,
    create: postgres.createDatabase,
    end: postgres.stop,
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
