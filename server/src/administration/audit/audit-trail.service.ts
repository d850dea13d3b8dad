import { randomInt } from 'node:crypto';
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
  | 'reason'
> & { changes: object };

/** What Parley itself writes into the trail about the trail. */
const trailActions = {
  begin: 'audit.begin',
  seal: 'audit.seal',
  break: 'audit.break',
  remove: 'audit.remove',
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
  reason: null,
  changes,
});

// Refreshed: another transaction may have moved it since this entity manager saw it.
const findHead = async (tx: EntityManager, lane: number): Promise<AuditHead | null> =>
  tx.findOne(AuditHead, { id: lane }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });

const lockFirst = async (tx: EntityManager): Promise<AuditHead> => {
  const head = await findHead(tx, 1);
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
  return (await findHead(tx, 1)) ?? tx.create(AuditHead, { id: 1, position: 0, hash: '' });
};

/** Chains that grow beside each other. With one more than writers ever meet at a moment nobody waits. */
const lanes = [1, 2, 3, 4];

/** Makes one more chain, with the row of the first that says how many there are; that row is held. */
const openLane = (tx: EntityManager, key: Buffer, first: AuditHead): void => {
  const lane = first.lanes + 1;
  const head = tx.create(AuditHead, { id: lane, position: 0, hash: '' });
  head.seal = headSealOf(key, head);
  first.lanes = lane;
  first.seal = headSealOf(key, first);
};

/**
 * The end that this transaction adds after, held until it ends. The first that nobody holds: where one adds after the
 * other there is one chain, and where many do at once none waits for the commit of another. When all are held one more is
 * begun, up to a few.
 */
const lockHead = async (tx: EntityManager, key: Buffer): Promise<AuditHead> => {
  const free = await tx.findOne(
    AuditHead,
    { id: { $gt: 0 } },
    { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE, refresh: true, orderBy: { id: 'asc' } },
  );
  if (free) return free;
  const open = await tx.count(AuditHead);
  if (open >= lanes.length) return (await findHead(tx, randomInt(1, open + 1))) ?? lockFirst(tx);
  const first = await lockFirst(tx);
  if (first.lanes === open && isSealedHead(key, first)) openLane(tx, key, first);
  return first;
};

/** How far the other chains are: kept in an entry, so that none of them can be set back alone. */
const anchorsBeside = async (tx: EntityManager, { id }: AuditHead): Promise<string | null> => {
  const others = await tx.find(
    AuditHead,
    { id: { $ne: id }, position: { $gt: 0 } },
    { orderBy: { id: 'asc' }, disableIdentityMap: true },
  );
  return others.length === 0
    ? null
    : JSON.stringify(others.map(({ id: lane, position, hash }) => [lane, position, hash]));
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
    lane: head.id,
    position: head.position + 1,
    changes: JSON.stringify(changes),
    anchors: await anchorsBeside(tx, head),
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
  // The first of each lane alone, and not all: staff and revisions tell of whatever was used.
  (await tx.count(AuditEntry, { lane: lanes, position: 1 }, ofEverybody)) === 0 &&
  (await tx.count(Staff, {}, ofEverybody)) === 0 &&
  (await tx.count(Revision)) === 0;

const begin = async (tx: EntityManager, key: Buffer, head: AuditHead, at: Date): Promise<void> =>
  append(tx, key, head, bySystem(trailActions.begin, at, {}));

/**
 * Goes on after a head that this key did not write: somebody changed or removed it outside of Parley. Sealing it anew
 * without a word would make good what they did, so an entry says it, and the chain is broken there for ever.
 */
const goOnAfterBreak = async (tx: EntityManager, key: Buffer, head: AuditHead, at: Date): Promise<void> => {
  const [last] = await tx.find(
    AuditEntry,
    { lane: head.id },
    { orderBy: { position: 'desc' }, limit: 1, ...ofEverybody },
  );
  const found = { position: head.position, lastEntry: last?.position ?? 0 };
  head.position = Math.max(head.position, last?.position ?? 0);
  head.hash = last?.hash ?? '';
  await append(tx, key, head, bySystem(trailActions.break, at, { head: { before: found, after: null } }));
};

/**
 * Adds an entry to the trail, in the transaction that makes the change: it is chained and sealed when that commits, and
 * has the order of the commits of its chain.
 */
export const addToTrail = async (tx: EntityManager, entry: NewAuditEntry): Promise<void> => {
  const key = auditKeyOf(tx);
  const head = await lockHead(tx, key);
  if (!isSealedHead(key, head))
    await (head.id === 1 && head.position === 0 && (await isUnused(tx)) ? begin : goOnAfterBreak)(
      tx,
      key,
      head,
      entry.at,
    );
  await append(tx, key, head, entry);
};

const batch = 1000;

/** Whether a trail that was never under a key fits together to its head, which anybody could have written. */
const isWholeUnkeyed = async (tx: EntityManager, head: AuditHead): Promise<boolean> => {
  let last = { position: 0, hash: '' };
  for (;;) {
    const entries = await tx.find(
      AuditEntry,
      { lane: 1, position: { $gt: last.position } },
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
    const head = await lockFirst(tx);
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

/**
 * Removes the start of a chain up to this entry, by which the next begins from then on, and notes it; `tx` is a transaction
 * that found these entries as they were written, with the head as it is now.
 */
export const removeStart = async (
  tx: EntityManager,
  lane: number,
  last: { position: number; hash: string },
  now: Date,
): Promise<void> => {
  const key = auditKeyOf(tx);
  const head = await findHead(tx, lane);
  // Meanwhile another process did, or the end is not as Parley wrote it: what happened there has to stay to be seen.
  if (!head || head.cutPosition >= last.position || !isSealedHead(key, head)) return;
  const removed = last.position - head.cutPosition;
  head.cutPosition = last.position;
  head.cutHash = last.hash;
  await append(tx, key, head, bySystem(trailActions.remove, now, { entries: { before: removed, after: 0 } }));
  await tx.nativeDelete(AuditEntry, { lane, position: { $lte: last.position } }, ofEverybody);
};
