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
}

/** The end of the chain. */
export interface ChainHead {
  position: number;
  hash: string;
}

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

/** The seal of a head: HMAC-SHA256 under the key of the trail over its place and hash. */
export const headSealOf = (key: Buffer, { position, hash }: ChainHead): string =>
  macOf(key, `head ${JSON.stringify([position, hash])}`);

/** Whether a head is as the holder of the key wrote it. */
export const isSealedHead = (
  key: Buffer,
  head: (ChainHead & { seal?: string | null | undefined }) | null,
): boolean => Boolean(head?.seal) && head !== null && isSame(head.seal ?? '', headSealOf(key, head));
