import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql';
import type { EntityManager } from '@mikro-orm/sql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { access } from './access/access.ts';
import { administration } from './administration/administration.ts';
import type { DatabaseConfig } from './config.ts';
import { contracts } from './contracts/contracts.ts';
import { gateway } from './gateway/gateway.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { platform } from './platform/platform.ts';
import type { Owner } from './platform/database/owner.ts';
import { openPostgres } from './platform/database/postgres.ts';
import { retryConflicts } from './platform/database/conflict.ts';
import { openSqlite, type SqliteFile } from './platform/database/sqlite.ts';
import { Store } from './platform/database/store.ts';
import { markTransactions } from './platform/database/mark-transactions.ts';
import { assertOutsideTransaction } from './platform/request/transaction-mark.ts';
import { webhooks } from './webhooks/webhooks.ts';

/** Every table of Parley. */
const entities = [
  ...platform.entities,
  ...administration.entities,
  ...access.entities,
  ...webhooks.entities,
  ...contracts.entities,
  ...gateway.entities,
  ...monitoring.entities,
];

/** The database: the ORM for the back office, the store for the hot paths, both over one connection or pool. */
export interface Database {
  store: Store;
  /** A fresh entity manager that sees only the rows of this owner. Its transactions begin again after a deadlock. */
  openEm: (owner: Owner) => EntityManager;
  migrator: Migrator;
  /**
   * Applies pending migrations and then does what they leave to code; `settle` is told which were applied. Processes that
   * start together wait for each other.
   */
  migrate: (settle?: (applied: readonly string[]) => Promise<unknown>) => Promise<void>;
  close: () => Promise<void>;
}

/** Where the migrations of this dialect are, one file each. */
export const migrationsFolder = (dialect: DatabaseConfig['dialect']): string =>
  `${import.meta.dirname}/migrations/${dialect}`;

const migrationsOf = (dialect: DatabaseConfig['dialect']) => ({
  path: migrationsFolder(dialect),
  emit: 'ts' as const,
  snapshotName: 'snapshot',
  // It is written where a migration is made. A process that migrates has no business in the folder of its sources, where
  // another that starts beside it would read half a file.
  snapshotOnMigrate: false,
  safe: false,
  allOrNothing: true,
});

const sharedOptions = {
  entities,
  extensions: [Migrator],
  forceUtcTimezone: true,
  autoJoinRefsForFilters: false,
  // The filter guards the row that is asked for; what a visible row points at may be shown with it.
  filtersOnRelations: false,
  // The guards of the audit trail differ from dialect to dialect: they stand in the migrations and in no entity.
  schemaGenerator: { ignoreTriggers: true },
  // A statement in the log may hold a payload; the logging middleware says what happened instead.
  logger: () => undefined,
};

const connect = async (
  config: DatabaseConfig,
  patienceMs: number | undefined,
): Promise<{ orm: PostgresOrm | SqliteOrm; file: SqliteFile | null }> => {
  if (config.dialect === 'postgresql') {
    const orm = await PostgresOrm.init({
      ...sharedOptions,
      clientUrl: config.url,
      driverOptions: openPostgres(config.url).client,
      migrations: migrationsOf('postgresql'),
    });
    return { orm, file: null };
  }
  const file = openSqlite(config.file, patienceMs);
  const orm = await SqliteOrm.init({
    ...sharedOptions,
    dbName: config.file,
    driverOptions: file.client,
    migrations: migrationsOf('sqlite'),
  });
  return { orm, file };
};

/** Any number; the same in every Parley, so that only one migrates a database at a time. */
const migrationLock = 4_100_410;

/**
 * Opens the database, in a folder that exists. Tables are not touched until {@link Database.migrate}. `patienceMs` is how
 * long to wait for another process that writes, on SQLite; five seconds unless said.
 */
export const openDatabase = async (config: DatabaseConfig, patienceMs?: number): Promise<Database> => {
  const { orm, file } = await connect(config, patienceMs);
  const connection = orm.em.getConnection();
  const store = new Store(() => connection.getClient<unknown>(), file);
  const migrator = new Migrator(orm.em);
  const migrateAlone = async (settle: ((applied: readonly string[]) => Promise<unknown>) | undefined) => {
    const applied = await migrator.up();
    await settle?.(applied.map(({ name }) => name));
  };
  return {
    store,
    migrator,
    openEm: (owner) => {
      const em = markTransactions(orm.em.fork());
      em.setFilterParams('owner', owner);
      // The outermost transaction alone: after a deadlock all of it is gone, whatever it had begun inside.
      const transactional = em.transactional.bind(em);
      em.transactional = async (work, options) => {
        // SQLite has one writer: this one would wait for the other, which waits for it.
        assertOutsideTransaction('Another transaction');
        return retryConflicts(async () => transactional(work, options));
      };
      return em;
    },
    migrate: async (settle) => {
      if (config.dialect === 'sqlite') {
        await migrateAlone(settle);
        return;
      }
      await connection
        .getClient<unknown>()
        .connection()
        .execute(async (client) => {
          const lock = new Store(() => client, null);
          await lock.all('select pg_advisory_lock(?)', migrationLock);
          const unlock = async () => lock.all('select pg_advisory_unlock(?)', migrationLock);
          await migrateAlone(settle).catch(async (error: unknown) => {
            // It goes with the connection, which may be what failed: the first error is the one to tell.
            await unlock().catch(() => undefined);
            throw error;
          });
          await unlock();
        });
    },
    close: async () => {
      await file?.close();
      await orm.close(true);
    },
  };
};
