import { Problem } from '../request/problem.ts';

const fullCodes = new Set(['SQLITE_FULL', 'ENOSPC', '53100']);
const awayCodes =
  /^(?:SQLITE_(?:BUSY|LOCKED|IOERR|READONLY|CANTOPEN)\w*|ECONNREFUSED|ECONNRESET|EPIPE|57P0\d|08\w{3}|53[03]\d\d|40001|40P01|55P03)$/;

const codesOf = function* (error: unknown): Generator<string> {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    if ('code' in current && typeof current.code === 'string') yield current.code;
    current = 'cause' in current ? current.cause : 'previous' in current ? current.previous : null;
  }
};

/** Whether an error of the database, or what lies behind it, has one of these codes. */
export const hasCode = (error: unknown, wanted: readonly string[]): boolean =>
  [...codesOf(error)].some((code) => wanted.includes(code));

/** Whether a row was refused because another one has its place already. */
export const isTaken = (error: unknown): boolean =>
  hasCode(error, ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

/** Whether an error is about a row, so that its transaction was surely rolled back: SQLSTATE classes 22 and 23. */
export const isRowRefused = (error: unknown): boolean =>
  [...codesOf(error)].some((code) => /^(?:2[23]\w{3}|SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)\w*)$/.test(code));

/** The problem behind an error of the database, or `null` when it is no matter of storage. Nothing was stored. */
export const storageProblemOf = (error: unknown): Problem | null => {
  for (const code of codesOf(error)) {
    if (fullCodes.has(code) || code.startsWith('SQLITE_IOERR_WRITE')) return new Problem('storage.full');
    if (awayCodes.test(code)) return new Problem('storage.unavailable', { retryAfterSeconds: 1 });
  }
  // Whoever creates something knows its problem; this is for a place that forgot.
  if (isTaken(error)) return new Problem('storage.conflict');
  return error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
    ? new Problem('storage.unavailable', { retryAfterSeconds: 1 })
    : null;
};
