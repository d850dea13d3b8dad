import { dayMs } from '@parley/shared/words/time';
import type { Parts } from '../process/parts.ts';
import { canonicalJson } from '@parley/shared/words/canonical-json';
import { parseExact } from '../request/exact-json.ts';
import { Problem } from '../request/problem.ts';
import { sha256 } from '../secret/secret.ts';
import { hasCode } from '../database/storage-problem.ts';
import type { Columns, Tx } from '../database/store.ts';

const keptMs = dayMs;

/** A request that came with an Idempotency-Key. */
export interface IdempotencyClaim {
  /** SHA-256 of caller, operation and key. */
  id: string;
  /** SHA-256 of the input in its canonical form. */
  requestHash: string;
  /** Set when the answer is the stored one. */
  isReplay: boolean;
}

interface Kept {
  id: string;
  request_hash: string;
  status: number;
  answer_box: string;
}

/** A stored answer. */
export interface Answer {
  status: number;
  body: unknown;
}

/**
 * Reads the header. Takes the bare key and the quoted form of the IETF draft. `owner` and `operation` keep the keys of
 * two callers, and of two operations, apart.
 */
export const claimOf = (
  header: string,
  owner: string,
  operation: string,
  input: unknown,
): IdempotencyClaim => {
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Problem('request.invalid', {
      detail: 'The Idempotency-Key takes 1 to 255 visible ASCII characters.',
      errors: [{ path: '/headers/idempotency-key', message: '1 to 255 visible ASCII characters' }],
    });
  return {
    id: sha256(JSON.stringify([owner, operation, key])),
    requestHash: sha256(canonicalJson(input)),
    isReplay: false,
  };
};

const recordColumns = {
  id: 'text',
  request_hash: 'text',
  status: 'integer',
  answer_box: 'text',
  expires_at: 'bigint',
} as const;

// A row that has run out is as good as none.
const insertClaims = (parts: Parts, columns: Columns): string => {
  const names = Object.keys(columns);
  return `insert into idempotency_record (${names.join(', ')}) select ${names.map((name) => `r.${name}`).join(', ')}
    from ${parts.store.rowsOf(columns, 'r')} where true
    on conflict (id) do update set request_hash = excluded.request_hash, status = excluded.status,
      answer_box = excluded.answer_box, expires_at = excluded.expires_at
    where idempotency_record.expires_at <= ? returning id`;
};

/** How long a request waits for one with the same key in another process, in milliseconds. */
const patienceMs = 2000;

const insertWithPatience = async (parts: Parts, tx: Tx, rows: string): Promise<unknown[]> => {
  const isPostgres = parts.store.dialect === 'postgresql';
  if (isPostgres) await tx.all(`select set_config('lock_timeout', ?, true)`, String(patienceMs));
  const inserted = await tx
    .all(insertClaims(parts, recordColumns), rows, parts.now().getTime())
    .catch((error: unknown) => {
      if (hasCode(error, ['55P03'])) throw new Problem('idempotency.in_flight', { retryAfterSeconds: 1 });
      throw error;
    });
  if (isPostgres) await tx.all('set local lock_timeout = default');
  return inserted;
};

/**
 * Takes a claim before anything is done for it: its row is there from now on, and whoever comes with the same key, in any
 * process, waits until this transaction ends. Answers what is kept when somebody was before us, and `null` when the claim is
 * ours. Refuses with `idempotency.in_flight` when the other one takes longer than two seconds.
 */
export const takeClaim = async (parts: Parts, tx: Tx, claim: IdempotencyClaim): Promise<Answer | null> => {
  const expiresAt = parts.now().getTime() + keptMs;
  const row = {
    id: claim.id,
    request_hash: claim.requestHash,
    status: 0,
    answer_box: '',
    expires_at: expiresAt,
  };
  const inserted = await insertWithPatience(parts, tx, JSON.stringify([row]));
  if (inserted.length > 0) return null;
  const kept = (await findIdempotencyRecords(parts, tx, [claim])).get(claim.id);
  // It ran out between the two statements.
  if (!kept) throw new Problem('idempotency.in_flight', { retryAfterSeconds: 1 });
  return replayAnswer(parts, claim, kept);
};

/** Keeps the answer under a claim that {@link takeClaim} took, for 24 hours. */
export const keepAnswer = async (
  parts: Parts,
  tx: Tx,
  claim: IdempotencyClaim,
  { status, body }: Answer,
): Promise<void> => {
  await tx.all(
    'update idempotency_record set status = ?, answer_box = ? where id = ?',
    status,
    // An answer may have no body.
    parts.box.seal(JSON.stringify(body ?? null), `idempotency ${claim.id}`),
    claim.id,
  );
};

/** The stored answers to these claims, by claim id. Expired ones do not count. */
export const findIdempotencyRecords = async (
  parts: Parts,
  tx: Tx,
  claims: readonly IdempotencyClaim[],
): Promise<Map<string, Kept>> => {
  if (claims.length === 0) return new Map();
  const rows = await tx.all<Kept>(
    `select i.id, i.request_hash, i.status, i.answer_box from idempotency_record i
     join ${parts.store.rowsOf({ id: 'text' }, 'r')} on r.id = i.id where i.expires_at > ?`,
    JSON.stringify(claims.map(({ id }) => ({ id }))),
    parts.now().getTime(),
  );
  return new Map(rows.map((row) => [row.id, row]));
};

/** The stored answer, after checking that the request is the same. Marks the claim as a replay. */
export const replayAnswer = (parts: Parts, claim: IdempotencyClaim, kept: Kept): Answer => {
  if (kept.request_hash !== claim.requestHash) throw new Problem('idempotency.mismatch');
  claim.isReplay = true;
  return {
    status: kept.status,
    body: parseExact(parts.box.open(kept.answer_box, `idempotency ${claim.id}`)),
  };
};

/** Somebody else has kept an answer under one of these keys since they were looked for: nothing of this may be stored. */
class ClaimTaken extends Error {
  /** What PostgreSQL says of a row whose place is taken. */
  readonly code = '23505';
}

/**
 * Keeps answers for 24 hours, in the transaction that made the change. An expired record of the same key is replaced; where
 * another process kept an answer in the meantime it throws, and the transaction has to begin again.
 */
export const saveIdempotencyRecords = async (
  parts: Parts,
  tx: Tx,
  records: readonly { claim: IdempotencyClaim; answer: Answer }[],
): Promise<void> => {
  if (records.length === 0) return;
  // In one order: two groups that share two keys never wait for each other in a ring.
  const sorted = records.toSorted((a, b) => (a.claim.id < b.claim.id ? -1 : 1));
  const rows = sorted.map(({ claim, answer }) => ({
    id: claim.id,
    request_hash: claim.requestHash,
    status: answer.status,
    answer_box: parts.box.seal(JSON.stringify(answer.body), `idempotency ${claim.id}`),
    expires_at: parts.now().getTime() + keptMs,
  }));
  const inserted = await tx.all(
    insertClaims(parts, recordColumns),
    JSON.stringify(rows),
    parts.now().getTime(),
  );
  if (inserted.length < rows.length) throw new ClaimTaken('An Idempotency-Key was used at the same moment.');
};

/** Removes what nobody can replay any more, a bounded number of rows a call. */
export const removeExpiredRecords = async (parts: Parts): Promise<void> => {
  await parts.store.transaction('relaxed', (tx) =>
    tx.all(
      `delete from idempotency_record where id in
       (select id from idempotency_record where expires_at <= ? order by expires_at limit 5000)`,
      parts.now().getTime(),
    ),
  );
};
