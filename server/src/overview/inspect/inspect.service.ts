import type { EntityManager } from '@mikro-orm/sql';
import type { InspectView } from '@parley/shared/overview/inspect';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Attempt } from '../../webhooks/delivery/attempt.entity.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';

type Find = (em: EntityManager, id: string) => Promise<InspectView | null>;

const one = (kind: InspectView['kind'], id: string | undefined): InspectView | null =>
  id === undefined ? null : { kind, id };

const byPrefix: Record<string, Find> = {
  con: async (em, id) => one('consumer', (await em.findOne(Consumer, { id }))?.id),
  key: async (em, id) => one('api_key', (await em.findOne(ApiKey, { id }))?.id),
  ep: async (em, id) => one('endpoint', (await em.findOne(Endpoint, { id, removedAt: null }))?.id),
  dlv: async (em, id) => one('delivery', (await em.findOne(Delivery, { id }))?.id),
  att: async (em, id) => one('delivery', (await em.findOne(Attempt, { id }))?.delivery.id),
  rcv: async (em, id) => one('recovery', (await em.findOne(Recovery, { id }))?.id),
  aud: async (em, id) => one('audit_entry', (await em.findOne(AuditEntry, { id }))?.id),
  stf: async (em, id) => one('staff', (await em.findOne(Staff, { id }))?.id),
};

// What is no prefixed id of ours: an event under its own or the publisher's id, a request, or the name of something.
const anywhere: Find = async (em, id) => {
  const event = await em.findOne(
    Event,
    { $or: [{ id }, { clientId: id }, { requestId: id }] },
    { orderBy: { id: 'desc' } },
  );
  if (event) return one('event', event.publicId());
  const entry = await em.findOne(AuditEntry, { requestId: id }, { orderBy: { id: 'desc' } });
  if (entry) return one('audit_entry', entry.id);
  const eventType = await em.findOne(EventType, { name: id });
  if (eventType) return one('event_type', eventType.name);
  return one('consumer', (await em.findOne(Consumer, { name: id }))?.id);
};

/** What an id, or a name, belongs to. */
export const resolveId = async (em: EntityManager, id: string): Promise<InspectView> => {
  const prefix = /^([a-z]+)_/.exec(id)?.[1] ?? '';
  const found = (await byPrefix[prefix]?.(em, id)) ?? (await anywhere(em, id));
  if (!found) throw new Problem('inspect.not_found', { detail: `Nothing has the id ${id.slice(0, 80)}.` });
  return found;
};
