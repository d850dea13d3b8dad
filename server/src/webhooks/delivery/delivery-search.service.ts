import type { EntityManager } from '@mikro-orm/sql';
import { foldText } from '@parley/shared/words/folded';
import type { DeliveryView } from '@parley/shared/webhooks/delivery';
import { idsBeginningWith } from '../../platform/database/list-page.ts';
import type { MatchGrade } from '../../platform/search/match.ts';
import { internalIdsOf } from './of-event.service.ts';
import { listDeliveries, listedDeliveries, viewsOfDeliveries } from './delivery.service.ts';

interface FoundDelivery {
  view: DeliveryView;
  grade: MatchGrade;
}

/** The longest `webhook-id` there is. */
const lettersMax = 128;

/**
 * Deliveries by their id, whole or as it begins, and by the `webhook-id`: the id of their event, ours or the publisher's
 * own. Newest first, at most `most`, of those that the caller may see; `isMore` says that there are others.
 */
export const findDeliveriesBy = async (
  em: EntityManager,
  q: string,
  most: number,
): Promise<{ found: FoundDelivery[]; isMore: boolean }> => {
  const typed = q.toWellFormed().replaceAll('\0', '').trim();
  const folded = foldText(typed.slice(0, lettersMax));
  if (/^dlv_[0-9a-z]{1,26}$/.test(folded)) {
    const ids = await idsBeginningWith(em, listedDeliveries, folded, most + 1);
    const views = await viewsOfDeliveries(em, ids.slice(0, most));
    const found = views.map((view) => ({ view, grade: view.id === folded ? 'exact' : 'prefix' }) as const);
    return { found, isMore: ids.length > most };
  }
  if (typed === '' || typed.length > lettersMax || (await internalIdsOf(em, typed)).length === 0)
    return { found: [], isMore: false };
  const { items, nextCursor } = await listDeliveries(em, { eventId: typed, limit: most });
  return { found: items.map((view) => ({ view, grade: 'exact' }) as const), isMore: nextCursor !== null };
};
