import type { RevocationReason, RevocationVerdict } from '@parley/shared/access/api-key-figures';
import { dayMs } from '@parley/shared/words/time';

/** What is known of a key that somebody thinks of revoking. Times are in milliseconds. */
export interface KeyInUse {
  isEnded: boolean;
  createdAt: number;
  lastUsedAt: number | null;
  callsLastWeek: number;
  /** Operations that it called of late. */
  operations: number;
  /** Of these, how many another active key of the consumer called too. */
  shared: number;
  /** Active keys that would be revoked with it. */
  below: number;
  isReplaced: boolean;
}

const weekMs = 7 * dayMs;

const useOf = ({ createdAt, lastUsedAt, callsLastWeek }: KeyInUse, now: number): RevocationReason[] => {
  if (lastUsedAt === null && callsLastWeek === 0)
    return now - createdAt < weekMs ? ['never_used', 'new'] : ['never_used'];
  if (callsLastWeek > 0 || now - (lastUsedAt ?? 0) < weekMs) return ['used_within_7_days'];
  return now - (lastUsedAt ?? 0) < 30 * dayMs ? ['unused_for_7_days'] : ['unused_for_30_days'];
};

const careful: readonly RevocationReason[] = ['new', 'unused_for_7_days', 'keys_below'];

/**
 * Whether a key can be revoked without breaking anybody, by what is counted. What another key calls too speaks for
 * nothing by itself: whoever holds this one has to be given the other first.
 */
export const revocationOf = (
  key: KeyInUse,
  now: number,
): { verdict: RevocationVerdict; reasons: RevocationReason[] } => {
  if (key.isEnded) return { verdict: 'ended', reasons: ['ended'] };
  const reasons = useOf(key, now);
  if (key.below > 0) reasons.push('keys_below');
  if (key.isReplaced) reasons.push('replaced');
  if (key.operations > 0)
    reasons.push(key.shared === key.operations ? 'other_keys_make_its_calls' : 'alone_with_some_calls');
  if (reasons.includes('used_within_7_days')) return { verdict: 'unsafe', reasons };
  return { verdict: reasons.some((reason) => careful.includes(reason)) ? 'careful' : 'safe', reasons };
};
