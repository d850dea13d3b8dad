import type { EntityManager } from '@mikro-orm/sql';
import type { AuditVerdict } from '@parley/shared/administration/audit';
import { AuditEntry, AuditHead } from './audit.entity.ts';
import { isSealedHead } from './audit-chain.ts';
import { auditKeyOf } from './audit-key.service.ts';
import { breakAction } from './audit-trail.service.ts';
import { type Anchor, type Break, Walk } from './audit-walk.ts';

const findHeads = async (em: EntityManager): Promise<AuditHead[]> =>
  em.find(AuditHead, {}, { orderBy: { id: 'asc' }, disableIdentityMap: true });

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

/** How many entries of a chain there are more than were written; less than none where some are missing. */
const surplusOf = async (em: EntityManager, lane: number, before: AuditHead): Promise<number> => {
  const rows = await em.count(AuditEntry, { lane });
  // Entries that are added meanwhile are in the later head at least, and in the earlier one at most.
  const after = (await findHeads(em)).find(({ id }) => id === lane) ?? before;
  const written = [before, after].map(({ position, cutPosition }) => position - cutPosition);
  return Math.max(0, rows - Math.max(...written)) || Math.min(0, rows - Math.min(...written));
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
/** The retention runs once a day: nobody meets it twice in a row. */
const walksMax = 3;
const noHash = '0'.repeat(64);

/** A head of an earlier verdict, of one chain. */
interface Expected {
  position: number;
  hash: string;
  found: string | null;
}

/** What one chain is walked with. */
interface Chain {
  key: Buffer;
  head: AuditHead | null;
  walk: Walk;
  expected: Expected | null;
}

const atEnd = (fault: Break['fault'], detail: string): Break => ({ fault, entryId: null, detail });

const headChanged = atEnd(
  'head_changed',
  'The row that seals the end was not written by Parley: entries may have been cut off.',
);

/** Walks to the end of a chain; answers where it breaks. */
const walkChain = async (em: EntityManager, { key, head, walk, expected }: Chain): Promise<Break | null> => {
  const isSealed = isSealedHead(key, head);
  for (;;) {
    const rows = await em.find(
      AuditEntry,
      { lane: walk.lane, position: { $gt: walk.position } },
      { orderBy: { position: 'asc' }, limit: batch, disableIdentityMap: true },
    );
    for (const entry of rows) {
      if (entry.position !== walk.position + 1) return missingBetween(walk, entry);
      if (!walk.take(key, entry)) {
        if (!isSealed && walk.begin > 0) return headChanged;
        if (!isSealed && walk.count === 0) return wrongKey(entry.id);
        return misfit(entry, isSealed && head ? await surplusOf(em, walk.lane, head) : 0);
      }
      if (entry.action === breakAction && entry.actorKind === 'system') return noted(entry);
      if (entry.position === head?.position) walk.hashAtHead = entry.hash;
      if (entry.position === expected?.position) expected.found = entry.hash;
    }
    if (rows.length < batch) return null;
  }
};

const isEmptyLane = (key: Buffer, head: AuditHead | null): boolean =>
  head !== null && head.id > 1 && head.position === 0 && isSealedHead(key, head);

/** What is wrong with the head of a chain that fits together up to there. */
const faultOfHead = ({ key, head, walk }: Chain): Break | null => {
  if (walk.count === 0)
    return atEnd(
      'emptied',
      head && head.position > 0 && isSealedHead(key, head)
        ? `All of the ${entries(head.position - head.cutPosition)} that were written are gone.`
        : 'There is no entry at all, and a trail begins with one.',
    );
  if (!head)
    return atEnd(
      'head_missing',
      'The row that seals the end is gone: whether entries were cut off cannot be told.',
    );
  if (!isSealedHead(key, head))
    return walk.since
      ? headChanged
      : atEnd(
          'not_sealed',
          'It was never sealed under the master key, or the seal was removed and all of it written anew.',
        );
  return walk.since ? null : wrongKey(null);
};

/** What is wrong with the end of a chain that fits together up to there. */
const faultOfEnd = async (em: EntityManager, chain: Chain): Promise<Break | null> => {
  const { key, head, walk } = chain;
  if (isEmptyLane(key, head) && walk.count === 0) return null;
  const fault = faultOfHead(chain);
  if (fault || !head) return fault;
  if (head.position > walk.position)
    return atEnd('cut', `${entries(head.position - walk.position)} at the end are missing.`);
  if (walk.hashAtHead !== head.hash)
    return atEnd('changed', `Entry ${head.position} is not the one that the end was sealed with.`);
  const later = (await findHeads(em)).find(({ id }) => id === walk.lane);
  const written = head.position - head.cutPosition;
  const rows = await em.count(AuditEntry, { lane: walk.lane, position: { $lte: head.position } });
  // The retention may have gone on meanwhile.
  if (rows !== written && later?.cutPosition === head.cutPosition)
    return atEnd('inserted', `There are ${rows} entries where ${written} were written.`);
  // What was added during the walk has moved the head as well.
  return (later?.position ?? 0) < walk.position
    ? atEnd('inserted', `${entries(walk.position - (later?.position ?? 0))} stand after the end.`)
    : null;
};

const headPattern = /^\d{1,9}\.[0-9a-f]{64}(?:,\d{1,9}\.[0-9a-f]{64}){0,15}$/;

/** Whether a text is a head as {@link verifyAudit} gives it: the end of each chain. */
export const isAuditHead = (text: string): boolean => headPattern.test(text);

const expectedOf = (text: string | undefined): Expected[] =>
  text === undefined || !isAuditHead(text)
    ? []
    : text.split(',').map((end) => {
        const [position, hash = ''] = end.split('.');
        return { position: Number(position), hash, found: null };
      });

const olderThan = ({ position }: Expected, walk: Walk): Break => ({
  fault: 'older',
  entryId: null,
  detail:
    walk.position < position
      ? `It ends at entry ${walk.position}, and the head that was kept is that of entry ${position}: an older state was put in its place.`
      : `Entry ${position} is another one than in the head that was kept: an older state was put in its place and went on from there.`,
});

const faultOfExpected = ({ walk, head, expected }: Chain): Break | null => {
  if (!expected || expected.found === expected.hash || expected.position === 0) return null;
  // What the retention removed cannot be compared; its last entry can.
  if (expected.position < walk.begin) return null;
  if (expected.position === walk.begin && head?.cutHash === expected.hash) return null;
  return olderThan(expected, walk);
};

const ofLane = (lane: number, broken: Break | null): Break | null =>
  broken && lane > 1 ? { ...broken, detail: `In chain ${lane} of the trail: ${broken.detail}` } : broken;

/** What an entry of one chain says of another, and is not so. */
const faultOfAnchor = async (
  em: EntityManager,
  { lane, position, hash, entryId }: Anchor,
): Promise<Break | null> => {
  const entry = await em.findOne(AuditEntry, { lane, position }, { disableIdentityMap: true });
  if (entry?.hash === hash) return null;
  const [head] = (await findHeads(em)).filter(({ id }) => id === lane);
  if (head && head.cutPosition >= position) return null;
  return {
    fault: 'cut',
    entryId,
    detail: `When this entry was written, chain ${lane} of the trail was at its entry ${position}, which is not there any more or is another one: its end was set back.`,
  };
};

/** Entries of chains that were never begun. */
const faultOfStrays = async (em: EntityManager, key: Buffer): Promise<Break | null> => {
  const [first] = await findHeads(em);
  if (!isSealedHead(key, first ?? null) || first?.id !== 1) return null;
  const [stray] = await em.find(AuditEntry, { lane: { $gt: first.lanes } }, { limit: 1 });
  return stray
    ? {
        fault: 'inserted',
        entryId: stray.id,
        detail: `It is of chain ${stray.lane}, which was never begun.`,
      }
    : null;
};

const chainOf = (key: Buffer, lane: number, heads: AuditHead[], expected: Expected[]): Chain => {
  const head = heads.find(({ id }) => id === lane) ?? null;
  return {
    key,
    head,
    walk: new Walk(lane, { position: head?.cutPosition ?? 0, hash: head?.cutHash ?? '' }),
    expected: expected[lane - 1] ?? null,
  };
};

const faultOf = async (em: EntityManager, key: Buffer, chains: Chain[]): Promise<Break | null> => {
  const begun = chains[0]?.head?.lanes ?? 1;
  for (const chain of chains) {
    const fault =
      chain.walk.lane > begun
        ? faultOfExpected(chain)
        : ((await walkChain(em, chain)) ?? (await faultOfEnd(em, chain)) ?? faultOfExpected(chain));
    if (fault) return ofLane(chain.walk.lane, fault);
  }
  for (const { walk } of chains)
    for (const anchor of walk.anchors.values()) {
      const fault = await faultOfAnchor(em, anchor);
      if (fault) return fault;
    }
  return faultOfStrays(em, key);
};

const sum = (chains: readonly Chain[], of: (walk: Walk) => number): number =>
  chains.reduce((all, { walk }) => all + of(walk), 0);

const intactDetail = (chains: readonly Chain[]): string => {
  const [unkeyed, removed] = [sum(chains, (walk) => walk.unkeyed), sum(chains, (walk) => walk.begin)];
  return [
    `All ${sum(chains, (walk) => walk.count)} entries are as they were written.`,
    ...(unkeyed > 0
      ? [
          `The first ${unkeyed} are from before the trail was kept under a key, and were whole when it was sealed.`,
        ]
      : []),
    ...(removed > 0 ? [`The retention removed ${entries(removed)} before them.`] : []),
    ...(chains.some(({ walk, expected }) => expected && expected.position < walk.begin)
      ? ['The head that was kept is of an entry that the retention has removed: it could not be compared.']
      : []),
  ].join(' ');
};

const verdictOf = (chains: readonly Chain[], broken: Break | null): AuditVerdict => {
  const since = chains.flatMap(({ walk }) => walk.since ?? []).toSorted((a, b) => +a - +b)[0];
  return {
    intact: broken === null,
    entries: sum(chains, (walk) => walk.count),
    brokenAt: broken ? (broken.entryId ?? 'the end of the chain') : null,
    fault: broken?.fault ?? null,
    detail: broken?.detail ?? intactDetail(chains),
    since: since?.toISOString() ?? null,
    head: broken ? null : chains.map(({ walk }) => `${walk.position}.${walk.hash || noHash}`).join(','),
  };
};

/** Whether the retention has removed what a walk was about to take. */
const wasCutMeanwhile = async (em: EntityManager, chains: readonly Chain[]): Promise<boolean> => {
  const heads = await findHeads(em);
  return chains.some(({ walk }) => (heads.find(({ id }) => id === walk.lane)?.cutPosition ?? 0) > walk.begin);
};

/**
 * Walks the whole trail and says whether it is as it was written, or where it breaks first and of which kind. `expect` is a
 * head of an earlier verdict that was kept elsewhere: the trail has to hold it still, for that somebody put an older state of
 * trail and head in their place is something that cannot be seen from inside.
 */
export const verifyAudit = async (em: EntityManager, expect?: string): Promise<AuditVerdict> => {
  const key = auditKeyOf(em);
  for (let walks = 1; ; walks += 1) {
    const expected = expectedOf(expect);
    const heads = await findHeads(em);
    const lanes = Math.max(1, heads.find(({ id }) => id === 1)?.lanes ?? 1, expected.length);
    const chains = Array.from({ length: lanes }, (_, index) => chainOf(key, index + 1, heads, expected));
    const broken = await faultOf(em, key, chains);
    if (!broken || walks === walksMax || !(await wasCutMeanwhile(em, chains)))
      return verdictOf(chains, broken);
  }
};
