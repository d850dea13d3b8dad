import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { useAuditKey } from './administration/audit/audit-key.service.ts';
import { openTrail } from './administration/audit/audit-trail.service.ts';
import type { Config, DatabaseConfig } from './config.ts';
import { type Database, migrationsFolder, openDatabase } from './db.ts';
import { everyone } from './platform/database/owner.ts';
import { closeToOthers } from './platform/installation/file-modes.ts';
import {
  assertOurs,
  countPending,
  type Found,
  inspectDatabase,
  recordInstallation,
  type Standing,
} from './platform/installation/installation.service.ts';
import { keepMasterKey } from './platform/installation/master-key.ts';
import { lockSqlite, type ProcessLock } from './platform/installation/process-lock.ts';
import { readSqliteFile } from './platform/installation/sqlite-inspection.ts';
import { explainStart, StartRefusal } from './platform/installation/start-refusal.ts';
import { SecretBox } from './platform/secret/secret.ts';
import { version } from './version.ts';
import { sealedProof } from './webhooks/endpoint/seal.service.ts';

/**
 * What a process wants of the database. `serve` holds it alone on SQLite and migrates; `migrate` migrates; `use` works on a
 * database that is up to date, and makes one that does not exist yet; `look` makes none.
 */
export type Purpose = 'serve' | 'migrate' | 'use' | 'look';

/** A database that may be used, and that nobody else serves where only one may. */
export interface Opened {
  database: Database;
  /** What is not as it should be, and does not stand against the use. */
  warnings: readonly string[];
  /** Closes the database and gives up the lock. */
  close: () => Promise<void>;
}

const postgresMin = 150_000;
/** The command line waits longer than a request: a person sees that it does. */
const commandPatienceMs = 60_000;

const nameOf = (config: DatabaseConfig): string => {
  if (config.dialect === 'sqlite') return config.file;
  const { host, pathname } = new URL(config.url);
  return `${host}${pathname}`;
};

const standingOf = (config: Config): Standing => ({
  database: nameOf(config.database),
  version,
  migrations: readdirSync(migrationsFolder(config.database.dialect))
    .filter((name) => name.startsWith('Migration'))
    .map((name) => name.replace(/\.ts$/, '')),
  box: new SecretBox(config.masterKey),
  keyFrom: config.masterKeyFrom,
  isKeyNew: config.isMasterKeyNew,
  command: config.commandLine.here,
});

const assertUsable = async (database: Database, name: string): Promise<void> => {
  if (database.store.dialect === 'sqlite') return;
  const [found] = await database.store.all<{ version: string; only: string }>(
    `select current_setting('server_version_num') as version, current_setting('transaction_read_only') as only`,
  );
  if (Number(found?.version) < postgresMin)
    throw new StartRefusal(
      `The database ${name} is of PostgreSQL ${Math.floor(Number(found?.version) / 10_000)}. Parley needs 15 or newer.`,
    );
  if (found?.only !== 'off')
    throw new StartRefusal(`The database ${name} takes no writes: it is a replica, or set to read-only.`);
};

const assertCurrent = (found: Found, standing: Standing): void => {
  const pending = countPending(found, standing);
  if (pending > 0)
    throw new StartRefusal(
      `The database ${standing.database} is of an older version: it lacks ${pending} ${pending === 1 ? 'migration' : 'migrations'}. Start Parley ${version}, which migrates it, or run \`${standing.command} migrate\`.`,
    );
};

/** The migration after which audit trails are kept under a key: what was there before it is sealed right after it. */
const keyedTrailMigration = /_rights$/;

/**
 * Makes the audit trail ready; answers what is wrong with it. Without `begins` an unused database stays unused: whoever uses
 * it first may bring another master key.
 */
const openAuditTrail = async (
  database: Database,
  applied: readonly string[],
  { begins, command }: { begins: boolean; command: string },
): Promise<string[]> => {
  const isFromBefore = applied.some((name) => keyedTrailMigration.test(name));
  const opened = await openTrail(database.openEm(everyone), { isFromBefore, begins, now: new Date() });
  return opened === 'not whole' ? [`The audit trail is not whole: run \`${command} audit verify\`.`] : [];
};

const assertThere = (isThere: boolean, purpose: Purpose, { database }: Standing): void => {
  if (purpose === 'look' && !isThere)
    throw new StartRefusal(
      `There is no Parley at ${database}, and this command makes none. Set PARLEY_DATABASE_URL to the one that is meant.`,
    );
};

/** Migrates where that is wanted, and answers what is not as it should be. */
const settle = async (
  database: Database,
  config: Config,
  standing: Standing,
  purpose: Purpose,
): Promise<string[]> => {
  const { store } = database;
  await assertUsable(database, standing.database);
  const found = await inspectDatabase(store, store.dialect, standing.box, sealedProof);
  assertOurs(found, standing);
  assertThere(found.migrations !== null, purpose, standing);
  if (purpose !== 'serve' && purpose !== 'migrate' && found.migrations !== null) {
    assertCurrent(found, standing);
    return [];
  }
  let warnings: string[] = [];
  await database.migrate(async (applied) => {
    // In this order: a key is kept only for a database that is there, and nothing is sealed before it is kept.
    if (config.isMasterKeyNew) keepMasterKey(config.masterKeyFrom, config.masterKey);
    warnings = await openAuditTrail(database, applied, {
      begins: purpose !== 'migrate',
      command: standing.command,
    });
  });
  await recordInstallation(store, standing, found, new Date());
  return warnings;
};

/** Looks at a SQLite file before anything is made or changed, then takes it for this process. */
const prepareSqlite = async (
  file: string,
  config: Config,
  standing: Standing,
  purpose: Purpose,
): Promise<ProcessLock | null> => {
  const found = await readSqliteFile(file, purpose === 'serve', async (reader) =>
    inspectDatabase(reader, 'sqlite', standing.box, sealedProof),
  );
  if (found) assertOurs(found, standing);
  assertThere(found !== null, purpose, standing);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return purpose === 'serve' ? lockSqlite(file, config.publicUrl) : null;
};

const openOn = async (
  config: Config,
  standing: Standing,
  purpose: Purpose,
  lock: ProcessLock | null,
): Promise<Opened> => {
  const database = await openDatabase(config.database, purpose === 'serve' ? undefined : commandPatienceMs);
  const close = async () => {
    await database.close();
    lock?.release();
  };
  try {
    useAuditKey(database.openEm(everyone), standing.box);
    const warnings = await settle(database, config, standing, purpose);
    const { database: kept, masterKeyFrom } = config;
    if (kept.dialect === 'sqlite' && purpose === 'serve')
      warnings.push(...closeToOthers(kept.file, masterKeyFrom));
    return { database, warnings, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/**
 * Opens the database of the configuration for this purpose. Throws {@link StartRefusal}, with one line for the operator, for
 * a database that is not there, not ours, not whole, not of this version, sealed under another key, or served by another
 * process; nothing was written then.
 */
export const openInstallation = async (config: Config, purpose: Purpose): Promise<Opened> => {
  const standing = standingOf(config);
  let lock: ProcessLock | null = null;
  try {
    if (config.database.dialect === 'sqlite')
      lock = await prepareSqlite(config.database.file, config, standing, purpose);
    return await openOn(config, standing, purpose, lock);
  } catch (error) {
    lock?.release();
    const line = explainStart(error, standing.database);
    throw line === null ? error : new StartRefusal(line, { cause: error });
  }
};
