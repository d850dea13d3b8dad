import type { Store } from '../../platform/database/store.ts';
import { type Job, jobsOf, listOf } from './claim.service.ts';
import { claimSelected } from './queue.service.ts';

// To the letter the condition of `delivery_by_hand_index`, which is why each look at it costs next to nothing.
const dueByHand = `next_trigger = 'manual' and due_at is not null`;

const mineOf = (letters: readonly string[] | null): string =>
  letters ? `and right(endpoint_id, 1) in ${listOf(letters)}` : '';

/**
 * When the next delivery that a person asked for falls due for this worker, in milliseconds; infinity when none waits.
 * `letters` are the last letters of the endpoint ids that the worker sends to; `null` for all.
 */
export const nextByHandAt = async (store: Store, letters: readonly string[] | null): Promise<number> => {
  if (letters?.length === 0) return Number.POSITIVE_INFINITY;
  const [row] = await store.near.all<{ due: string | number | null }>(
    `select min(due_at) as due from delivery where ${dueByHand} ${mineOf(letters)}`,
  );
  return Number(row?.due ?? Number.POSITIVE_INFINITY);
};

/**
 * Claims what people asked for, oldest first, whatever else waits for the same endpoint and however it fares: who sends
 * something again by hand is looking at it.
 */
export const claimByHand = async (
  store: Store,
  claim: { owner: string; now: number; leaseUntil: number; limit: number; letters: readonly string[] | null },
): Promise<Job[]> => {
  const { now, letters, limit } = claim;
  // Nearly always there is none: a look and no transaction.
  if ((await nextByHandAt(store, letters)) > now) return [];
  const skipLocked = store.dialect === 'postgresql' ? 'for update skip locked' : '';
  return store.transaction('relaxed', async (tx) => {
    const claimed = await claimSelected(tx, claim, {
      sql: `select id from delivery where ${dueByHand} and due_at <= ? ${mineOf(letters)}
        order by due_at limit ? ${skipLocked}`,
      parameters: [now, limit],
    });
    return claimed.length === 0 ? [] : jobsOf(store, tx, claimed, claim.leaseUntil);
  });
};
