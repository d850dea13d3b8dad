import type { EntityManager } from '@mikro-orm/sql';
import type {
  ActivityKind,
  ConsumerActivityView,
  ListConsumerActivity,
} from '@parley/shared/overview/consumer-activity';
import { holds, type Scope } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { valuesOf } from '@parley/shared/words/page';
import { getConsumer } from '../../access/consumer/consumer.service.ts';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { listedAuditEntries } from '../../administration/audit/audit.service.ts';
import { ContractNotice, listedNotices } from '../../contracts/notice/notice.entity.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { type ListQuery, pageOfIds } from '../../platform/database/list-page.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
import { PlainRows } from '../../platform/database/plain-rows.ts';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { listedDeliveries } from '../../webhooks/delivery/delivery.service.ts';

interface Place {
  consumerId: string;
  environments: readonly Environment[];
}

/** One kind of what happens, where it is found and how it reads. */
interface Source {
  scope: Scope;
  listed: ListedTable;
  where: (place: Place) => ListQuery['where'];
  view: (em: EntityManager, ids: string[]) => Promise<ConsumerActivityView[]>;
}

const nothing = { actorId: null, actorName: null, targetId: null, endpointId: null, api: null, isOver: null };

const entries = new PlainRows(AuditEntry, ['id', 'at', 'action', 'actorId', 'actorName', 'targetId'], {});
const deliveries = new PlainRows(
  Delivery,
  ['id', 'createdAt', 'eventType', 'lastError', 'lastResponseStatus', 'status'],
  { endpoint: ['id'] },
);

const channelWords = {
  event: 'told by an event',
  mail: 'told by mail',
  none: 'could not be told: tell it yourself',
} as const;

const sources: Record<ActivityKind, Source> = {
  change: {
    scope: 'audit:read',
    listed: listedAuditEntries,
    where: ({ consumerId, environments }) => ({
      consumer_id: [consumerId],
      environment: [...environments, null],
    }),
    view: async (em, ids) =>
      (await entries.find(em, ids)).map((entry) => ({
        ...nothing,
        id: entry.id,
        at: entry.at.toISOString(),
        kind: 'change',
        text: entry.action,
        actorId: entry.actorId ?? null,
        actorName: entry.actorName,
        targetId: entry.targetId ?? null,
      })),
  },
  failed_delivery: {
    scope: 'deliveries:read',
    listed: listedDeliveries,
    where: ({ consumerId, environments }) => ({
      consumer_id: [consumerId],
      environment: environments,
      status: ['failed', 'exhausted'],
    }),
    view: async (em, ids) =>
      (await deliveries.find(em, ids)).map((delivery) => ({
        ...nothing,
        id: delivery.id,
        at: new Date(delivery.createdAt).toISOString(),
        kind: 'failed_delivery',
        text: `${delivery.eventType}: ${delivery.lastError ?? `answered ${delivery.lastResponseStatus ?? 'nothing'}`}`,
        endpointId: delivery.endpoint.id,
        isOver: delivery.status === 'exhausted',
      })),
  },
  notice: {
    scope: 'contracts:read',
    listed: listedNotices,
    where: ({ consumerId }) => ({ consumer_id: [consumerId] }),
    view: async (em, ids) =>
      (await em.find(ContractNotice, { id: { $in: ids } }, { populate: ['version', 'version.api'] })).map(
        ({ id, version, channel, changeCount, toldAt }) => ({
          ...nothing,
          id,
          at: toldAt.toISOString(),
          kind: 'notice',
          text: `${changeCount} ${changeCount === 1 ? 'change' : 'changes'} of ${version.api.slug} ${version.version} that affect it: ${channelWords[channel]}.`,
          targetId: version.id,
          api: version.api.slug,
        }),
      ),
  },
};

const kinds = ['change', 'failed_delivery', 'notice'] as const;

/** An id without its prefix: of whatever kind, these sort by time. */
const orderOf = (id: string): string => id.slice(id.indexOf('_') + 1);

/** What happened to a consumer, of all kinds in one order; kinds that the caller may not read are left out. */
export const listConsumerActivity = async (
  em: EntityManager,
  { caller }: Act,
  query: ListConsumerActivity,
) => {
  const { id: consumerId } = await getConsumer(em, query.consumerId);
  const environments = query.environment ? [query.environment] : Environment.options;
  const place = { consumerId, environments };
  const held = scopesOf(caller.principal);
  const asked = valuesOf(query.kind) ?? kinds;
  const read = kinds.filter((kind) => asked.includes(kind) && holds(held, sources[kind].scope));
  const paging = Paging.of('consumer-activity', query);
  const { since, until } = query;
  const found: { id: string; place: string; kind: ActivityKind }[] = [];
  for (const kind of read) {
    const { listed, where } = sources[kind];
    const within = paging.within(listed.prefix);
    const { ids } = await pageOfIds(em, listed, { paging: within, where: where(place), since, until });
    found.push(...ids.map((id) => ({ id: `act_${orderOf(id)}`, place: id, kind })));
  }
  const sign = paging.isRising ? 1 : -1;
  const page = paging.close(found.toSorted((a, b) => (a.id < b.id ? -sign : sign)));
  const views = new Map<string, ConsumerActivityView>();
  for (const kind of read) {
    const ids = page.items.filter((one) => one.kind === kind).map((one) => one.place);
    if (ids.length === 0) continue;
    for (const view of await sources[kind].view(em, ids)) views.set(view.id, view);
  }
  return { ...page, items: page.items.flatMap((one) => views.get(one.place) ?? []) };
};
