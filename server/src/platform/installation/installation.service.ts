import type { Reader, Store } from '../database/store.ts';
import { newId } from '../secret/id.ts';
import type { SecretBox } from '../secret/secret.ts';
import { StartRefusal } from './start-refusal.ts';

/** Something that older versions sealed: a row of this statement has an `id` and a `box`. */
export interface SealedProof {
  table: string;
  sql: string;
  purposeOf: (id: string) => string;
}

/** What a database says of itself before anything is written to it. */
export interface Found {
  /** Names of the migrations that it had; `null` for a database without tables of Parley. */
  migrations: readonly string[] | null;
  /** Whether there are other tables instead. */
  isForeign: boolean;
  installation: { id: string; keyCheck: string; version: string } | null;
  /** Whether something is sealed in it, and whether our key opens that; `null` where nothing is sealed. */
  opens: boolean | null;
}

/** How the process stands to the database. */
export interface Standing {
  /** Names the database in messages. */
  database: string;
  version: string;
  /** Names of all migrations of this version. */
  migrations: readonly string[];
  box: SecretBox;
  /** Where the master key is from: a variable, or a file. */
  keyFrom: string;
  /** Whether the key was made just now, and is written nowhere. */
  isKeyNew: boolean;
  /** What is written before a command of the command line. */
  command: string;
}

const purpose = 'installation';
const migrationTable = 'mikro_orm_migrations';

const tablesOf = async (reader: Reader, dialect: Store['dialect']): Promise<Set<string>> => {
  const rows = await reader.all<{ name: string }>(
    dialect === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : `select table_name as name from information_schema.tables where table_schema = current_schema()`,
  );
  return new Set(rows.map(({ name }) => name));
};

const canOpen = (box: SecretBox, sealed: string, of: string, content?: string): boolean => {
  try {
    const plain = box.open(sealed, of);
    return content === undefined || plain === content;
  } catch {
    return false;
  }
};

/** Reads what a database says of itself. Writes nothing. */
export const inspectDatabase = async (
  reader: Reader,
  dialect: Store['dialect'],
  box: SecretBox,
  proof: SealedProof,
): Promise<Found> => {
  const tables = await tablesOf(reader, dialect);
  if (!tables.has(migrationTable))
    return { migrations: null, isForeign: tables.size > 0, installation: null, opens: null };
  const migrations = await reader.all<{ name: string }>(`select name from ${migrationTable} order by id`);
  const [row] = tables.has('installation')
    ? await reader.all<{ id: string; key_check: string; version: string }>(
        'select id, key_check, version from installation',
      )
    : [];
  const [sealed] =
    !row && tables.has(proof.table) ? await reader.all<{ id: string; box: string }>(proof.sql) : [];
  return {
    migrations: migrations.map(({ name }) => name.replace(/\.[jt]s$/, '')),
    isForeign: false,
    installation: row ? { id: row.id, keyCheck: row.key_check, version: row.version } : null,
    opens: row
      ? canOpen(box, row.key_check, purpose, row.id)
      : sealed
        ? canOpen(box, sealed.box, proof.purposeOf(sealed.id))
        : null,
  };
};

/** Throws {@link StartRefusal} for a database that this process must not touch. */
export const assertOurs = (found: Found, standing: Standing): void => {
  const { database, version, keyFrom } = standing;
  if (found.isForeign)
    throw new StartRefusal(
      `The database ${database} holds tables of something else, and none of Parley. Name an empty one in PARLEY_DATABASE_URL.`,
    );
  const unknown = found.migrations?.filter((name) => !standing.migrations.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new StartRefusal(
      `The database ${database} was written by ${found.installation ? `Parley ${found.installation.version}` : 'a newer Parley'}, which is newer than this ${version}: it has ${unknown.at(-1)}. Start that version, or restore the backup that was made before the upgrade.`,
    );
  if (found.opens !== false) return;
  throw new StartRefusal(
    standing.isKeyNew
      ? `The database ${database} is there, but its master key is not: ${keyFrom} is missing. Put it back, or give the key in PARLEY_MASTER_KEY.`
      : `The master key of ${keyFrom} is not the one of the database ${database}. Put back the key that was kept with it; without it nothing in it that is sealed can be read.`,
  );
};

/** How many migrations the database has yet to get. */
export const countPending = (found: Found, { migrations }: Pick<Standing, 'migrations'>): number =>
  migrations.filter((name) => !found.migrations?.includes(name)).length;

/** Writes which key and version the database belongs to from now on. Throws {@link StartRefusal} when another key was quicker. */
export const recordInstallation = async (
  store: Store,
  standing: Standing,
  found: Found,
  now: Date,
): Promise<void> => {
  if (found.installation?.version === standing.version) return;
  const { box, version } = standing;
  if (found.installation) {
    await store.all('update installation set version = ? where singular = 1', version);
    return;
  }
  const id = newId('inst', now.getTime());
  await store.all(
    `insert into installation (id, singular, key_check, version, created_at) values (?, 1, ?, ?, ?)
     on conflict (singular) do nothing`,
    id,
    box.seal(id, purpose),
    version,
    store.dialect === 'sqlite' ? now.getTime() : now.toISOString(),
  );
  const [row] = await store.all<{ id: string; key_check: string }>('select id, key_check from installation');
  if (row && !canOpen(box, row.key_check, purpose, row.id)) assertOurs({ ...found, opens: false }, standing);
};
