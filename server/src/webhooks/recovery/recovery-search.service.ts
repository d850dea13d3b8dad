import type { EntityManager } from '@mikro-orm/sql';
import { foldText } from '@parley/shared/words/folded';
import { idsBeginningWith } from '../../platform/database/list-page.ts';
import { listedRecoveries } from './recovery.service.ts';

/** The newest recoveries whose id begins so, at most `count`, of those that the caller may see. */
export const findRecoveryIdsBy = async (em: EntityManager, q: string, count: number): Promise<string[]> => {
  const beginning = foldText(q.slice(0, 40));
  return /^rcv_[0-9a-z]{1,26}$/.test(beginning)
    ? idsBeginningWith(em, listedRecoveries, beginning, count)
    : [];
};
