import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Somebody who got at the database itself. */
export interface Sql extends AsyncDisposable {
  /** Runs one statement, without parameters. */
  run: (statement: string) => Promise<Record<string, unknown>[]>;
}

interface SqliteFile {
  prepare: (sql: string) => { reader: boolean; all: () => Record<string, unknown>[]; run: () => unknown };
  close: () => void;
}

interface PgClient {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<{ rows: Record<string, unknown>[] }>;
  end: () => Promise<void>;
}

// The clients are the server's.
const serverRequire = createRequire(resolve(import.meta.dirname, '../../server/package.json'));

const openFile = (file: string): Sql => {
  const Sqlite = serverRequire('better-sqlite3') as new (path: string, options: object) => SqliteFile;
  const database = new Sqlite(file, { timeout: 5000 });
  return {
    run: async (statement) => {
      const prepared = database.prepare(statement);
      if (prepared.reader) return prepared.all();
      prepared.run();
      return [];
    },
    [Symbol.asyncDispose]: async () => database.close(),
  };
};

const openServer = async (url: string): Promise<Sql> => {
  const { Client } = serverRequire('pg') as { Client: new (url: string) => PgClient };
  const client = new Client(url);
  await client.connect();
  return {
    run: async (statement) => (await client.query(statement)).rows,
    [Symbol.asyncDispose]: async () => client.end(),
  };
};

/** Opens the database at this URL beside whoever else has it open. */
export const openSql = async (databaseUrl: string): Promise<Sql> =>
  databaseUrl.startsWith('sqlite:') ? openFile(databaseUrl.slice('sqlite:'.length)) : openServer(databaseUrl);
