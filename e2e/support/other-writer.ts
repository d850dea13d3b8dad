import { createRequire } from 'node:module';
import { resolve } from 'node:path';

// The drivers are the server's.
const serverRequire = createRequire(resolve(import.meta.dirname, '../../server/package.json'));

interface SqliteDatabase {
  exec: (sql: string) => void;
  close: () => void;
}
interface PostgresClient {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<{ rows: Record<string, unknown>[] }>;
  end: () => Promise<void>;
}

const Sqlite = serverRequire('better-sqlite3') as new (file: string) => SqliteDatabase;
const { Client } = serverRequire('pg') as { Client: new (url: string) => PostgresClient };

/** Somebody else who works on the database of a Parley: an operator at a prompt, a backup tool. */
export interface OtherWriter extends AsyncDisposable {
  run: (sql: string) => Promise<void>;
}

/** Connects beside a running Parley to the database at this URL. */
export const openOtherWriter = async (databaseUrl: string): Promise<OtherWriter> => {
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new Sqlite(databaseUrl.slice('sqlite:'.length));
    return {
      run: async (sql) => database.exec(sql),
      [Symbol.asyncDispose]: async () => database.close(),
    };
  }
  const client = new Client(databaseUrl);
  await client.connect();
  return {
    run: async (sql) => void (await client.query(sql)),
    [Symbol.asyncDispose]: async () => client.end(),
  };
};
