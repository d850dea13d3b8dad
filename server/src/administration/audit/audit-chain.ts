import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../platform/secret/secret.ts';

/** The fields of an entry that its hash covers, beside the hash of the one before. */
export interface ChainedEntry {
  id: string;
  position: number;
  at: Date;
  actorKind: string;
  actorId?: string | null | undefined;
  actorName: string;
  action: string;
  targetId?: string | null | undefined;
  consumerId?: string | null | undefined;
  environment?: string | null | undefined;
  changes: string;
  requestId?: string | null | undefined;
  peer?: string | null | undefined;
  lane?: number;
  reason?: string | null | undefined;
  anchors?: string | null | undefined;
}

/** The end of a chain, and where it begins. */
export interface ChainHead {
  position: number;
  hash: string;
  id?: number;
  lanes?: number;
  cutPosition?: number;
  cutHash?: string;
}

// Entries and heads that have none of the later fields keep the text that they were hashed with before there were such.
const laterOf = ({ lane = 1, reason, anchors }: ChainedEntry): unknown[] =>
  lane === 1 && !reason && !anchors ? [] : [lane, reason ?? null, anchors ?? null];

const laterOfHead = ({ id = 1, lanes = 1, cutPosition = 0, cutHash = '' }: ChainHead): unknown[] =>
  id === 1 && lanes === 1 && cutPosition === 0 ? [] : [id, lanes, cutPosition, cutHash];

const textOf = (previous: string, entry: ChainedEntry): string =>
  JSON.stringify([
    previous,
    entry.id,
    entry.position,
    entry.at.getTime(),
    entry.actorKind,
    entry.actorId ?? null,
    entry.actorName,
    entry.action,
    entry.targetId ?? null,
    entry.consumerId ?? null,
    entry.environment ?? null,
    entry.changes,
    entry.requestId ?? null,
    entry.peer ?? null,
    ...laterOf(entry),
  ]);

const macOf = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('hex');

const isSame = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** The hash of an entry: HMAC-SHA256 under the key of the trail over the hash before it and every field. */
export const entryHashOf = (key: Buffer, previous: string, entry: ChainedEntry): string =>
  macOf(key, `entry ${textOf(previous, entry)}`);

/** Whether an entry has the hash that the key gives it. */
export const isKeyedEntry = (
  key: Buffer,
  previous: string,
  entry: ChainedEntry & { hash: string },
): boolean => isSame(entry.hash, entryHashOf(key, previous, entry));

/** Whether an entry has the hash that anybody could give it: how trails were written before they were under a key. */
export const isUnkeyedEntry = (previous: string, entry: ChainedEntry & { hash: string }): boolean =>
  entry.hash === sha256(textOf(previous, entry));

/** The seal of a head: HMAC-SHA256 under the key of the trail over its place and hash, and where the chain begins. */
export const headSealOf = (key: Buffer, head: ChainHead): string =>
  macOf(key, `head ${JSON.stringify([head.position, head.hash, ...laterOfHead(head)])}`);

/** Whether a head is as the holder of the key wrote it. */
export const isSealedHead = (
  key: Buffer,
  head: (ChainHead & { seal?: string | null | undefined }) | null,
): boolean => Boolean(head?.seal) && head !== null && isSame(head.seal ?? '', headSealOf(key, head));
