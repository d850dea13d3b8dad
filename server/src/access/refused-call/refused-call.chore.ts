import { dayMs } from '@parley/shared/words/time';
import type { Parts } from '../../platform/process/parts.ts';

const keptDays = 30;
const removedMax = 5000;

/** Removes reasons for which nothing was refused for a month. */
export const removeOldRefusedCalls = async ({ store, now }: Parts): Promise<void> => {
  const before = now().getTime() - keptDays * dayMs;
  await store.all(
    `delete from refused_call where (key_id, code, reason, operation) in
       (select key_id, code, reason, operation from refused_call where last_at < ? order by last_at limit ${removedMax})`,
    before,
  );
};
