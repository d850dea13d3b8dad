import { dayMs } from '@parley/shared/words/time';
import type { Parts } from '../process/parts.ts';
import { Problem } from '../request/problem.ts';
import { sha256 } from '../secret/secret.ts';
import type { Tx } from '../database/store.ts';

const keptMs = dayMs;

/** A request that came with an Idempotency-Key. */
export interface IdempotencyClaim {
  /** SHA-256 of caller, operation and key. */
  id: string;
  /** SHA-256 of the input. */
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
    requestHash: sha256(JSON.stringify(input)),
    isReplay: false,
  };
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
    body: JSON.parse(parts.box.open(kept.answer_box, `idempotency ${claim.id}`)),
  };
};

const recordColumns = {
  id: 'text',
  request_hash: 'text',
  status: 'integer',
  answer_box: 'text',
  expires_at: 'bigint',
} as const;

/** Keeps answers for 24 hours, in the transaction that made the change. An expired record of the same key is replaced. */
export const saveIdempotencyRecords = async (
  parts: Parts,
  tx: Tx,
  records: readonly { claim: IdempotencyClaim; answer: Answer }[],
): Promise<void> => {
  if (records.length === 0) return;
  const rows = records.map(({ claim, answer }) => ({
    id: claim.id,
    request_hash: claim.requestHash,
    status: answer.status,
    answer_box: parts.box.seal(JSON.stringify(answer.body), `idempotency ${claim.id}`),
    expires_at: parts.now().getTime() + keptMs,
  }));
  await tx.insertRows('idempotency_record', recordColumns, rows, {
    onConflict: `(id) do update set request_hash = excluded.request_hash, status = excluded.status,
      answer_box = excluded.answer_box, expires_at = excluded.expires_at`,
  });
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
