import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { AuditAction } from '@parley/shared/administration/audit-action';
import { newId } from '../../platform/secret/id.ts';
import { Revision } from '../../platform/revision/revision.entity.ts';
import { Staff } from '../staff/staff.entity.ts';
import { AuditEntry, AuditHead } from './audit.entity.ts';
import { entryHashOf, headSealOf, isSealedHead, isUnkeyedEntry } from './audit-chain.ts';
import { auditKeyOf } from './audit-key.service.ts';

/** An entry without what the chain gives it. */
export type NewAuditEntry = Pick<
  AuditEntry,
  | 'at'
  | 'actorKind'
  | 'actorId'
  | 'actorName'
  | 'action'
  | 'targetId'
  | 'consumerId'
  | 'environment'
  | 'requestId'
  | 'peer'
> & { changes: object };

/** What Parley itself writes into the trail about the trail. */
const trailActions = {
  begin: 'audit.begin',
  seal: 'audit.seal',
  break: 'audit.break',
} as const satisfies Record<string, AuditAction>;

/** The act of an entry that says that the trail before it was not whole any more. */
export const breakAction = trailActions.break;

const bySystem = (action: string, at: Date, changes: object): NewAuditEntry => ({
  at,
  actorKind: 'system',
  actorId: null,
  actorName: 'Parley',
  action,
  targetId: null,
  consumerId: null,
  environment: null,
  requestId: null,
  peer: null,
  changes,
});

// Refreshed: another transaction may have moved it since this entity manager saw it.
const findHead = async (tx: EntityManager): Promise<AuditHead | null> =>
  tx.findOne(AuditHead, { id: 1 }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });

const lockHead = async (tx: EntityManager): Promise<AuditHead> => {
  const head = await findHead(tx);
  if (head) return head;
  // Two processes at once: one of them writes it, both wait for it.
  await tx
    .getConnection()
    .execute(
      `insert into audit_head (id, position, hash) values (1, 0, '') on conflict (id) do nothing`,
      [],
      'run',
      tx.getTransactionContext(),
    );
  return (await findHead(tx)) ?? tx.create(AuditHead, { id: 1, position: 0, hash: '' });
};

const append = async (
  tx: EntityManager,
  key: Buffer,
  head: AuditHead,
  { changes, ...fields }: NewAuditEntry,
): Promise<void> => {
  const entry = tx.create(AuditEntry, {
    ...fields,
    id: newId('aud', fields.at.getTime()),
    position: head.position + 1,
    changes: JSON.stringify(changes),
    hash: '',
  });
  entry.hash = entryHashOf(key, head.hash, entry);
  head.position = entry.position;
  head.hash = entry.hash;
  head.seal = headSealOf(key, head);
  await tx.flush();
};

/** The trail is one for all, whoever adds to it. */
const ofEverybody = { filters: { owner: false } };

/** Whether this database has never been used: then a trail without an entry is no trail that was emptied. */
const isUnused = async (tx: EntityManager): Promise<boolean> =>
  // The first alone, and not all: staff and revisions tell of whatever was used.
  (await tx.count(AuditEntry, { position: 1 }, ofEverybody)) === 0 &&
  (await tx.count(Staff, {}, ofEverybody)) === 0 &&
  (await tx.count(Revision)) === 0;

const begin = async (tx: EntityManager, key: Buffer, head: AuditHead, at: Date): Promise<void> =>
  append(tx, key, head, bySystem(trailActions.begin, at, {}));

/**
 * Goes on after a head that this key did not write: somebody changed or removed it outside of Parley. Sealing it anew
 * without a word would make good what they did, so an entry says it, and the chain is broken there for ever.
 */
const goOnAfterBreak = async (tx: EntityManager, key: Buffer, head: AuditHead, at: Date): Promise<void> => {
  const [last] = await tx.find(AuditEntry, {}, { orderBy: { position: 'desc' }, limit: 1, ...ofEverybody });
  const found = { position: head.position, lastEntry: last?.position ?? 0 };
  head.position = Math.max(head.position, last?.position ?? 0);
  head.hash = last?.hash ?? '';
  await append(tx, key, head, bySystem(trailActions.break, at, { head: { before: found, after: null } }));
};

/**
 * Adds an entry to the chain, in the transaction that makes the change. Entries of all processes wait for each other on
 * the row of the head, so that the chain stays one and has the order of the commits.
 */
export const addToTrail = async (tx: EntityManager, entry: NewAuditEntry): Promise<void> => {
  const key = auditKeyOf(tx);
  const head = await lockHead(tx);
  if (!isSealedHead(key, head))
    await (head.position === 0 && (await isUnused(tx)) ? begin : goOnAfterBreak)(tx, key, head, entry.at);
  await append(tx, key, head, entry);
};

const batch = 1000;

/** Whether a trail that was never under a key fits together to its head, which anybody could have written. */
const isWholeUnkeyed = async (tx: EntityManager, head: AuditHead): Promise<boolean> => {
  let last = { position: 0, hash: '' };
  for (;;) {
    const entries = await tx.find(
      AuditEntry,
      { position: { $gt: last.position } },
      { orderBy: { position: 'asc' }, limit: batch, disableIdentityMap: true },
    );
    for (const entry of entries) {
      if (entry.position !== last.position + 1 || !isUnkeyedEntry(last.hash, entry)) return false;
      last = { position: entry.position, hash: entry.hash };
    }
    if (entries.length < batch) return last.position === head.position && last.hash === head.hash;
  }
};

/** What became of a trail that was to be opened. */
export type TrailOpened = 'sealed' | 'unused' | 'begun' | 'sealed now' | 'not whole';

/**
 * Makes the trail ready: begins that of an unused database unless told not to, and seals one that was written before trails were under a key,
 * if it fits together; `isFromBefore` says that this is so. A trail that should have a seal and has none is left as it is:
 * {@link addToTrail} notes that, and the verification says it.
 */
export const openTrail = async (
  em: EntityManager,
  { isFromBefore, begins = true, now }: { isFromBefore: boolean; begins?: boolean; now: Date },
): Promise<TrailOpened> => {
  const key = auditKeyOf(em);
  // Most starts find it sealed, and take no lock.
  const found = await em.findOne(AuditHead, { id: 1 });
  if (isSealedHead(key, found)) return 'sealed';
  if (!begins && !found && (await isUnused(em))) return 'unused';
  return em.transactional(async (tx) => {
    const head = await lockHead(tx);
    if (isSealedHead(key, head)) return 'sealed';
    if (head.position === 0 && (await isUnused(tx))) {
      await begin(tx, key, head, now);
      return 'begun';
    }
    if (!isFromBefore || head.seal || !(await isWholeUnkeyed(tx, head))) return 'not whole';
    const entries = head.position;
    await append(tx, key, head, bySystem(trailActions.seal, now, { entries: { after: entries } }));
    return 'sealed now';
  });
};
