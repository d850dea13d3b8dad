import type { AuditVerdict } from '@parley/shared/administration/audit';
import { type ChainedEntry, isKeyedEntry, isUnkeyedEntry } from './audit-chain.ts';

/** An entry as it lies in the database. */
export type StoredEntry = ChainedEntry & { hash: string };

/** Where a chain breaks, and how. */
export interface Break {
  fault: NonNullable<AuditVerdict['fault']>;
  /** The entry that does not fit; `null` when it is the end that is wrong. */
  entryId: string | null;
  detail: string;
}

/** How far one of the other chains was when an entry was written. */
export interface Anchor {
  lane: number;
  position: number;
  hash: string;
  /** The entry that says so. */
  entryId: string;
}

const isAnchor = (value: unknown): value is [number, number, string] =>
  Array.isArray(value) && Number.isInteger(value[0]) && Number.isInteger(value[1]);

const anchorsIn = ({ id, anchors }: StoredEntry): Anchor[] => {
  const list: unknown = anchors ? JSON.parse(anchors) : [];
  return (Array.isArray(list) ? list.filter(isAnchor) : []).map(([lane, position, hash]) => ({
    lane,
    position,
    hash,
    entryId: id,
  }));
};

/** How far a walk along a chain came. */
export class Walk {
  readonly lane: number;
  /** Where it began: what stood before was removed by the retention. */
  readonly begin: number;
  position: number;
  hash: string;
  /** Entries written before the trail was under a key. */
  unkeyed = 0;
  /** When the first entry under the key was written. */
  since: Date | null = null;
  /** The hash of the entry at the place of the head that was read before the walk. */
  hashAtHead: string | null = null;
  /** The furthest that an entry of this chain says of each other one. */
  readonly anchors = new Map<number, Anchor>();

  constructor(lane: number, begin: { position: number; hash: string }) {
    this.lane = lane;
    this.begin = begin.position;
    this.position = begin.position;
    this.hash = begin.hash;
  }

  /** Entries that fitted. */
  get count(): number {
    return this.position - this.begin;
  }

  /** Takes the next entry; `false` when it does not fit. */
  take(key: Buffer, entry: StoredEntry): boolean {
    const isKeyed = isKeyedEntry(key, this.hash, entry);
    // Once under the key, always under the key: what anybody can compute counts for what came before and nothing else.
    if (!isKeyed && (this.since || !isUnkeyedEntry(this.hash, entry))) return false;
    if (isKeyed) this.since ??= entry.at;
    else this.unkeyed += 1;
    this.position = entry.position;
    this.hash = entry.hash;
    for (const anchor of anchorsIn(entry)) this.anchors.set(anchor.lane, anchor);
    return true;
  }
}
