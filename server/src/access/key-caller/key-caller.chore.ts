import { dayMs } from '@parley/shared/words/time';
import type { Parts } from '../../platform/process/parts.ts';

const keptDays = 90;
const removedMax = 5000;

/** Removes callers that have not called for three months. */
export const removeOldKeyCallers = async ({ store, now }: Parts): Promise<void> => {
  const before = now().getTime() - keptDays * dayMs;
  await store.all(
    `delete from key_caller where (key_id, peer, agent) in
       (select key_id, peer, agent from key_caller where last_at < ? order by last_at limit ${removedMax})`,
    before,
  );
};
