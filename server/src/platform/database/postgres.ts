import { type DatabaseConnection, PostgresDialect, PostgresDriver } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import { Client } from './client.ts';

const connectionsMax = 20;
const connectMs = 5000;
/** A session that nobody uses is asked after this long whether it is there; Node gives up ten seconds later. */
const keepAliveMs = 10_000;
/** Longer than anything takes that we do between two statements: what was forgotten gives its locks back. */
const forgottenMs = 60_000;

class GivingUpDriver extends PostgresDriver {
  /** Fails only where the session is gone, and the transaction with it; the pool removes such a session when it gets it back. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

class GivingUpDialect extends PostgresDialect {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): PostgresDriver {
    return new GivingUpDriver({ pool: this.#pool });
  }
}

/** Date, timestamp, timestamptz and interval, as PostgreSQL writes them: the ORM reads them by itself. */
const readByTheOrm = [1082, 1114, 1184, 1186];

/** What is said of a session that the server ended: whoever used it is told by its statement. */
const unheard = (): void => undefined;

/** A pool of sessions of PostgreSQL. None is opened before it is needed; destroying the client ends them. */
export const openPostgres = (url: string): { client: Client; pool: Pool } => {
  const types = new TypeOverrides();
  for (const oid of readByTheOrm) types.setTypeParser(oid, (text: string) => text);
  const pool = new Pool({
    connectionString: url,
    min: 1,
    max: connectionsMax,
    types,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
  });
  // An `error` event that nobody listens to would end the process.
  pool.on('error', unheard);
  pool.on('connect', (session) => {
    session.on('error', unheard);
    session.query(`set idle_in_transaction_session_timeout = ${forgottenMs}`).catch(unheard);
  });
  return { client: new Client(new GivingUpDialect(pool)), pool };
};
