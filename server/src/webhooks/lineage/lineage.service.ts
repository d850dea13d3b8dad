import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { LineageEntry, LineageView } from '@parley/shared/webhooks/lineage';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { Attempt } from '../delivery/attempt.entity.ts';
import { Delivery } from '../delivery/delivery.entity.ts';
import { deliveryIdsOf, internalIdsOf } from '../delivery/of-event.service.ts';
import { Event } from '../event/event.entity.ts';
import { findEvent, findEventOfRequest } from '../event/event.service.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Recovery } from '../recovery/recovery.entity.ts';

const deliveriesMax = 200;
const attemptsMax = 1000;

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The event that an id leads to: its own, a delivery of it, an attempt, or the request that published it. */
const eventIdOf = async (em: EntityManager, id: string): Promise<string | undefined> => {
  const delivery = await em.findOne(Delivery, { id });
  if (delivery) return delivery.event.id;
  const attempt = await em.findOne(Attempt, { id }, { populate: ['delivery'] });
  if (attempt) return attempt.delivery.event.id;
  const published = await findEvent(em, id);
  if (published) return published.id;
  // Somebody else's event that came to an endpoint of the caller.
  const [received] = await deliveryIdsOf(em, await internalIdsOf(em, id), 1);
  if (received !== undefined) return (await em.findOneOrFail(Delivery, { id: received })).event.id;
  // Last of all, for callers choose it: a request's id must not stand before an id of ours.
  return (await findEventOfRequest(em, id))?.id;
};

type LoadedDelivery = Loaded<Delivery, 'endpoint'>;
type Place = Pick<LineageEntry, 'deliveryId' | 'endpointId' | 'endpointUrl'>;
const nowhere: Place = { deliveryId: null, endpointId: null, endpointUrl: null };

const placeOf = (delivery: LoadedDelivery): Place => ({
  deliveryId: delivery.id,
  endpointId: delivery.endpoint.id,
  endpointUrl: delivery.endpoint.url,
});

const startOf = (event: Event): LineageEntry[] => {
  const at = isoOf(event.createdAt);
  const request = {
    at,
    kind: 'request' as const,
    ...nowhere,
    isOk: true,
    text: 'Asked for by an API request.',
  };
  return [
    ...(event.requestId ? [{ ...request, id: event.requestId }] : []),
    {
      at,
      kind: 'published',
      id: event.publicId(),
      ...nowhere,
      isOk: true,
      text: `Published as ${event.type}, schema version ${event.schemaVersion}, and stored durably.`,
    },
  ];
};

const words: Record<Attempt['trigger'], string> = {
  schedule: '',
  manual: ' Sent again by hand.',
  recovery: ' Sent again by a recovery.',
};

const attemptEntry = (attempt: Attempt, delivery: LoadedDelivery): LineageEntry => ({
  at: isoOf(attempt.startedAt),
  kind: 'attempt',
  id: attempt.id,
  ...placeOf(delivery),
  isOk: attempt.outcome === 'delivered',
  text: `Attempt ${attempt.number}, ${Math.round(attempt.durationMs)} ms: ${attempt.error ?? `Answered ${attempt.responseStatus}.`}${words[attempt.trigger]}`,
});

const deliveryEntry = (delivery: LoadedDelivery): LineageEntry => ({
  at: isoOf(delivery.createdAt),
  kind: 'delivery',
  id: delivery.id,
  ...placeOf(delivery),
  isOk: { delivered: true, exhausted: false, cancelled: false, pending: null, failed: null }[delivery.status],
  text: `A delivery was made for this endpoint; it is ${delivery.status} now.`,
});

const retriesOf = async (
  em: EntityManager,
  deliveries: Map<string, LoadedDelivery>,
): Promise<LineageEntry[]> => {
  const entries = await em.find(
    AuditEntry,
    { targetId: { $in: [...deliveries.keys()] } },
    // By their target and nothing else: what was done to these deliveries concerns those who see them.
    { limit: attemptsMax, filters: { owner: false } },
  );
  const retries = entries.filter(({ action }) => action === 'delivery.retry');
  return retries.flatMap((entry) => {
    const delivery = deliveries.get(entry.targetId ?? '');
    const text = `Sent again by ${entry.actorName}.`;
    return delivery
      ? [{ at: entry.at.toISOString(), kind: 'retry', id: entry.id, ...placeOf(delivery), isOk: null, text }]
      : [];
  });
};

const recoveriesOf = async (
  em: EntityManager,
  deliveries: Map<string, LoadedDelivery>,
): Promise<LineageEntry[]> => {
  const ids = [...deliveries.values()].flatMap((delivery) => delivery.recoveryId ?? []);
  const recoveries = ids.length === 0 ? [] : await em.find(Recovery, { id: { $in: ids } });
  const byId = new Map(recoveries.map((recovery) => [recovery.id, recovery]));
  return [...deliveries.values()].flatMap((delivery) => {
    const recovery = byId.get(delivery.recoveryId ?? '');
    if (!recovery) return [];
    const at = isoOf(recovery.startedAt ?? recovery.createdAt);
    const text = `Made due again by a recovery (${recovery.scope}).`;
    return [{ at, kind: 'recovery' as const, id: recovery.id, ...placeOf(delivery), isOk: null, text }];
  });
};

const rank: LineageEntry['kind'][] = ['request', 'published', 'delivery', 'retry', 'recovery', 'attempt'];

/**
 * Everything that happened to one event, from the API request to the last attempt, reachable from any id on the way. A
 * consumer sees its own events and the deliveries to its own endpoints.
 */
export const getLineage = async (em: EntityManager, parts: Parts, id: string): Promise<LineageView> => {
  const eventId = await eventIdOf(em, id);
  if (eventId === undefined) throw new Problem('inspect.not_found');
  // Reachable by an id of the caller's own: the event itself may be somebody else's, its publication is not shown then.
  const event = await parts.openEm(everyone).findOneOrFail(Event, { id: eventId });
  const isOwn = (await em.count(Event, { id: eventId })) > 0;
  const rows = await em.find(
    Delivery,
    { id: { $in: await deliveryIdsOf(em, [eventId], deliveriesMax) } },
    { orderBy: { id: 'asc' }, populate: ['endpoint'], filters: { owner: false } },
  );
  const deliveries = new Map(rows.map((delivery) => [delivery.id, delivery]));
  const attempts = await em.find(
    Attempt,
    { delivery: { $in: [...deliveries.keys()] } },
    { orderBy: { id: 'asc' }, limit: attemptsMax, filters: { owner: false } },
  );
  const entries = [
    ...(isOwn ? startOf(event) : []),
    ...rows.map(deliveryEntry),
    ...(await retriesOf(em, deliveries)),
    ...(await recoveriesOf(em, deliveries)),
    ...attempts.flatMap((attempt) => {
      const delivery = deliveries.get(attempt.delivery.id);
      return delivery ? [attemptEntry(attempt, delivery)] : [];
    }),
  ];
  return {
    eventId: isOwn ? event.publicId() : event.idFor(rows[0]?.consumerId ?? ''),
    eventType: event.type,
    environment: event.environment,
    requestId: isOwn ? (event.requestId ?? null) : null,
    keyId: isOwn ? (event.keyId ?? null) : null,
    entries: entries.toSorted(
      (a, b) => Date.parse(a.at) - Date.parse(b.at) || rank.indexOf(a.kind) - rank.indexOf(b.kind),
    ),
    isWhole: rows.length < deliveriesMax && attempts.length < attemptsMax,
  };
};
