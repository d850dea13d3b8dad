import type { EntityManager } from '@mikro-orm/sql';
import type { AuditVerdict } from '@parley/shared/administration/audit';
import { AuditEntry, AuditHead } from './audit.entity.ts';
import { isKeyedEntry, isSealedHead, isUnkeyedEntry } from './audit-chain.ts';
import { auditKeyOf } from './audit-key.service.ts';
import { breakAction } from './audit-trail.service.ts';

type Fault = NonNullable<AuditVerdict['fault']>;

const findHead = async (em: EntityManager): Promise<AuditHead | null> =>
  em.findOne(AuditHead, { id: 1 }, { disableIdentityMap: true });

/** Where a chain breaks, and how. */
interface Break {
  fault: Fault;
  /** The entry that does not fit; `null` when it is the end that is wrong. */
  entryId: string | null;
  detail: string;
}

/** How far a walk along the chain came. */
class Walk {
  position = 0;
  hash = '';
  /** Entries written before the trail was under a key. */
  unkeyed = 0;
  /** When the first entry under the key was written. */
  since: Date | null = null;
  /** The hash of the entry at the place of the head that was read before the walk. */
  hashAtHead: string | null = null;

  /** Takes the next entry; `false` when it does not fit. */
  take(key: Buffer, entry: AuditEntry): boolean {
    const isKeyed = isKeyedEntry(key, this.hash, entry);
    // Once under the key, always under the key: what anybody can compute counts for what came before and nothing else.
    if (!isKeyed && (this.since || !isUnkeyedEntry(this.hash, entry))) return false;
    if (isKeyed) this.since ??= entry.at;
    else this.unkeyed += 1;
    this.position = entry.position;
    this.hash = entry.hash;
    return true;
  }
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`);

const wrongKey = (entryId: string | null): Break => ({
  fault: 'wrong_key',
  entryId,
  detail:
    'Nothing in it was written under this master key: it is another key, or all of it was written anew by somebody who does not have it.',
});

const missingBetween = (walk: Walk, entry: AuditEntry): Break => ({
  fault: 'removed',
  entryId: entry.id,
  detail:
    entry.position === walk.position + 2
      ? `Entry ${walk.position + 1} is missing.`
      : `Entries ${walk.position + 1} to ${entry.position - 1} are missing.`,
});

/** How many entries there are more than were written; less than none where some are missing. */
const surplusOf = async (em: EntityManager, before: AuditHead | null): Promise<number> => {
  const rows = await em.count(AuditEntry);
  // Entries that are added meanwhile are in the later head at least, and in the earlier one at most.
  const after = await findHead(em);
  return Math.max(0, rows - (after?.position ?? 0)) || Math.min(0, rows - (before?.position ?? 0));
};

/** What is wrong with an entry that does not fit to the ones before. */
const misfit = ({ id: entryId, position }: AuditEntry, surplus: number): Break => {
  if (surplus > 0)
    return {
      fault: 'inserted',
      entryId,
      detail: `Entry ${position} does not fit, and there are ${entries(surplus)} more than were written: it was put in.`,
    };
  return surplus < 0
    ? {
        fault: 'removed',
        entryId,
        detail: `Entry ${position} does not fit, and there are ${entries(-surplus)} fewer than were written: some were removed before it, and the rest was numbered anew.`,
      }
    : {
        fault: 'changed',
        entryId,
        detail: `Entry ${position} is not as it was written, or is in another place.`,
      };
};

const noted = (entry: AuditEntry): Break => ({
  fault: 'noted',
  entryId: entry.id,
  detail: `Parley found the end of the trail changed or removed when it added to it at ${entry.at.toISOString()}. What is missing before that cannot be told.`,
});

const batch = 1000;

/** Walks to the end; answers where it breaks. */
const walkChain = async (
  em: EntityManager,
  key: Buffer,
  head: AuditHead | null,
  walk: Walk,
  expected: Expected | null,
): Promise<Break | null> => {
  const isSealed = isSealedHead(key, head);
  for (;;) {
    const rows = await em.find(
      AuditEntry,
      { position: { $gt: walk.position } },
      { orderBy: { position: 'asc' }, limit: batch, disableIdentityMap: true },
    );
    for (const entry of rows) {
      if (entry.position !== walk.position + 1) return missingBetween(walk, entry);
      if (!walk.take(key, entry)) {
        if (!isSealed && walk.position === 0) return wrongKey(entry.id);
        return misfit(entry, isSealed ? await surplusOf(em, head) : 0);
      }
      if (entry.action === breakAction && entry.actorKind === 'system') return noted(entry);
      if (entry.position === head?.position) walk.hashAtHead = entry.hash;
      if (entry.position === expected?.position) expected.found = entry.hash;
    }
    if (rows.length < batch) return null;
  }
};

const atEnd = (fault: Fault, detail: string): Break => ({ fault, entryId: null, detail });

/** What is wrong with the end of a chain that fits together up to there. */
const faultOfEnd = async (
  em: EntityManager,
  key: Buffer,
  head: AuditHead | null,
  walk: Walk,
): Promise<Break | null> => {
  if (walk.position === 0)
    return atEnd(
      'emptied',
      head && head.position > 0 && isSealedHead(key, head)
        ? `All of the ${entries(head.position)} that were written are gone.`
        : 'There is no entry at all, and a trail begins with one.',
    );
  if (!head)
    return atEnd(
      'head_missing',
      'The row that seals the end is gone: whether entries were cut off cannot be told.',
    );
  if (!isSealedHead(key, head))
    return walk.since
      ? atEnd(
          'head_changed',
          'The row that seals the end was not written by Parley: entries may have been cut off.',
        )
      : atEnd(
          'not_sealed',
          'It was never sealed under the master key, or the seal was removed and all of it written anew.',
        );
  if (!walk.since) return wrongKey(null);
  if (head.position > walk.position)
    return atEnd('cut', `${entries(head.position - walk.position)} at the end are missing.`);
  if (walk.hashAtHead !== head.hash)
    return atEnd('changed', `Entry ${head.position} is not the one that the end was sealed with.`);
  const rows = await em.count(AuditEntry, { position: { $lte: head.position } });
  if (rows !== head.position)
    return atEnd('inserted', `There are ${rows} entries where ${head.position} were written.`);
  // What was added during the walk has moved the head as well.
  const later = await findHead(em);
  return (later?.position ?? 0) < walk.position
    ? atEnd('inserted', `${entries(walk.position - (later?.position ?? 0))} stand after the end.`)
    : null;
};

interface Expected {
  position: number;
  hash: string;
  found: string | null;
}

const headPattern = /^(\d{1,9})\.([0-9a-f]{64})$/;

/** Whether a text is a head as {@link verifyAudit} gives it. */
export const isAuditHead = (text: string): boolean => headPattern.test(text);

const expectedOf = (text: string | undefined): Expected | null => {
  const [, position, hash] = headPattern.exec(text ?? '') ?? [];
  return position === undefined || hash === undefined
    ? null
    : { position: Number(position), hash, found: null };
};

const olderThan = ({ position }: Expected, walk: Walk): Break => ({
  fault: 'older',
  entryId: null,
  detail:
    walk.position < position
      ? `It ends at entry ${walk.position}, and the head that was kept is that of entry ${position}: an older state was put in its place.`
      : `Entry ${position} is another one than in the head that was kept: an older state was put in its place and went on from there.`,
});

const intactDetail = (walk: Walk): string =>
  walk.unkeyed === 0
    ? `All ${walk.position} entries are as they were written.`
    : `All ${walk.position} entries are as they were written. The first ${walk.unkeyed} are from before the trail was kept under a key, and were whole when it was sealed.`;

/**
 * Walks the whole chain and says whether it is as it was written, or where it breaks first and of which kind. `expect` is a
 * head of an earlier verdict that was kept elsewhere: the chain has to hold it still, for that somebody put an older state of
 * trail and head in their place is something that cannot be seen from inside.
 */
export const verifyAudit = async (em: EntityManager, expect?: string): Promise<AuditVerdict> => {
  const key = auditKeyOf(em);
  const expected = expectedOf(expect);
  const head = await findHead(em);
  const walk = new Walk();
  const broken =
    (await walkChain(em, key, head, walk, expected)) ??
    (await faultOfEnd(em, key, head, walk)) ??
    (expected && expected.found !== expected.hash ? olderThan(expected, walk) : null);
  return {
    intact: broken === null,
    entries: walk.position,
    brokenAt: broken ? (broken.entryId ?? 'the end of the chain') : null,
    fault: broken?.fault ?? null,
    detail: broken?.detail ?? intactDetail(walk),
    since: walk.since?.toISOString() ?? null,
    head: broken ? null : `${walk.position}.${walk.hash}`,
  };
};
