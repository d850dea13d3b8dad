/** A start that would do harm or cannot work. The message is the one line that the operator reads; nothing was written. */
export class StartRefusal extends Error {}

/** An error and what caused it, one after another. */
const causesOf = function* (error: unknown): Generator<object> {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    yield current;
    current = 'cause' in current ? current.cause : 'previous' in current ? current.previous : null;
  }
};

const codesOf = (error: unknown): string[] =>
  [...causesOf(error)].flatMap((one) => ('code' in one && typeof one.code === 'string' ? [one.code] : []));

const messagesOf = (error: unknown): string[] =>
  [...causesOf(error)].flatMap((one) => (one instanceof Error ? [one.message] : []));

/** What stands against the start, by the code of the error, after the name of the database. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_NOTADB/, 'is not a SQLite database, or its first page is damaged. Restore it from a backup.'],
  [/^SQLITE_CORRUPT/, 'is damaged. Restore it from a backup.'],
  [
    /^(?:SQLITE_FULL|ENOSPC|EDQUOT|SQLITE_IOERR_(?:WRITE|SHM\w*)|53100)/,
    'cannot be written: the disk is full. Free space.',
  ],
  [
    /^(?:SQLITE_READONLY|EROFS)/,
    'cannot be written: the file, its folder or its disk is read-only. Parley needs to write to all three.',
  ],
  [/^(?:EACCES|EPERM)/, 'cannot be read and written by the user that runs Parley. Give it to this user.'],
  [
    /^(?:EISDIR|ENOTDIR|EEXIST)/,
    'is a folder, or lies below a file. PARLEY_DATABASE_URL takes the path of a file.',
  ],
  [/^(?:SQLITE_CANTOPEN|ENOENT)/, 'cannot be opened: look at its folder and who may write there.'],
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    'is being written by another program for a long time. Start again when that is over.',
  ],
  [/^SQLITE_IOERR/, 'cannot be read or written: the disk reports an error.'],
  [/^(?:28P01|28000)/, 'refuses the user or the password of PARLEY_DATABASE_URL.'],
  [/^3D000/, 'does not exist. Create it, or correct PARLEY_DATABASE_URL.'],
  [/^42501/, 'does not let this user create or read tables. Make the user the owner of the database.'],
  [/^25006/, 'takes no writes: it is a replica, or set to read-only.'],
  [/^57P03/, 'is starting up or shutting down. Start again in a moment.'],
  [/^53300/, 'has no connection left for us: raise max_connections, or end others.'],
  [
    /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|57P0\d|08\w{3})/,
    'cannot be reached: nothing answers there. Look at host and port of PARLEY_DATABASE_URL.',
  ],
];

/**
 * The one line that tells the operator why the database cannot be used: `database` names it, without its password. `null`
 * for what is no matter of the database.
 */
export const explainStart = (error: unknown, database: string): string | null => {
  if (error instanceof StartRefusal) return error.message;
  for (const code of codesOf(error))
    for (const [pattern, reason] of reasons)
      if (pattern.test(code)) return `The database ${database} ${reason}`;
  return messagesOf(error).some((message) => /timeout|Connection terminated|connection error/i.test(message))
    ? `The database ${database} cannot be reached: nothing answers there. Look at host and port of PARLEY_DATABASE_URL.`
    : null;
};
