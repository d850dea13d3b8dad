import type { EntityManager } from '@mikro-orm/sql';
import type { InspectView, inspectedPrefixes } from '@parley/shared/overview/inspect';
import { holds, type Scope } from '@parley/shared/scope';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { AuditEntry } from '../../administration/audit/audit.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Issue } from '../../monitoring/issue/issue.entity.ts';
import { BulkChange } from '../../webhooks/bulk-change/bulk-change.entity.ts';
import { Attempt } from '../../webhooks/delivery/attempt.entity.ts';
import { Delivery } from '../../webhooks/delivery/delivery.entity.ts';
import { Endpoint } from '../../webhooks/endpoint/endpoint.entity.ts';
import { EventType } from '../../webhooks/event-type/event-type.entity.ts';
import { Event } from '../../webhooks/event/event.entity.ts';
import { findEvent } from '../../webhooks/event/event.service.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';

type Kind = InspectView['kind'];
type FindId = (em: EntityManager, id: string) => Promise<string | undefined>;

interface Place {
  kind: Kind;
  find: FindId;
}

/** What somebody has to hold to be told that there is one: what its own page asks for. */
const scopeOf: Record<Kind, Scope> = {
  consumer: 'consumers:read',
  api_key: 'api-keys:read',
  event_type: 'event-types:read',
  event: 'events:read',
  endpoint: 'endpoints:read',
  delivery: 'deliveries:read',
  recovery: 'deliveries:read',
  bulk_change: 'endpoints:read',
  issue: 'issues:read',
  audit_entry: 'audit:read',
  staff: 'staff:read',
};

// Events and requests are found with all that callers name.
type Prefix = Exclude<(typeof inspectedPrefixes)[number], 'evt' | 'req'>;

const byPrefix: Record<Prefix, Place> = {
  con: { kind: 'consumer', find: async (em, id) => (await em.findOne(Consumer, { id }))?.id },
  key: { kind: 'api_key', find: async (em, id) => (await em.findOne(ApiKey, { id }))?.id },
  ep: { kind: 'endpoint', find: async (em, id) => (await em.findOne(Endpoint, { id, removedAt: null }))?.id },
  dlv: { kind: 'delivery', find: async (em, id) => (await em.findOne(Delivery, { id }))?.id },
  att: { kind: 'delivery', find: async (em, id) => (await em.findOne(Attempt, { id }))?.delivery.id },
  rcv: { kind: 'recovery', find: async (em, id) => (await em.findOne(Recovery, { id }))?.id },
  blk: { kind: 'bulk_change', find: async (em, id) => (await em.findOne(BulkChange, { id }))?.id },
  iss: {
    kind: 'issue',
    find: async (em, id) => (await em.findOne(Issue, { id, status: { $ne: 'counting' } }))?.id,
  },
  aud: { kind: 'audit_entry', find: async (em, id) => (await em.findOne(AuditEntry, { id }))?.id },
  stf: { kind: 'staff', find: async (em, id) => (await em.findOne(Staff, { id }))?.id },
};

const latest = { orderBy: { id: 'desc' } } as const;

// What is no prefixed id of ours: an event under its own or the publisher's id, a request, or the name of something. Ids
// that callers choose come after ours: nobody can stand before what is somebody else's.
const anywhere: Place[] = [
  {
    kind: 'event',
    find: async (em, id) => {
      const event = await findEvent(em, id);
      return event?.id === id ? id : event?.publicId();
    },
  },
  { kind: 'event', find: async (em, id) => (await em.findOne(Event, { requestId: id }, latest))?.id },
  {
    kind: 'audit_entry',
    find: async (em, id) => (await em.findOne(AuditEntry, { requestId: id }, latest))?.id,
  },
  { kind: 'event_type', find: async (em, id) => (await em.findOne(EventType, { name: id }))?.name },
  { kind: 'consumer', find: async (em, id) => (await em.findOne(Consumer, { name: id }))?.id },
];

/** What an id, or a name, belongs to. What the caller may not read is as absent as what does not exist. */
export const resolveId = async (em: EntityManager, caller: Caller, id: string): Promise<InspectView> => {
  const held = scopesOf(caller.principal);
  const ours = Object.entries(byPrefix).find(([prefix]) => id.startsWith(`${prefix}_`))?.[1];
  for (const { kind, find } of [...(ours ? [ours] : []), ...anywhere]) {
    if (!holds(held, scopeOf[kind])) continue;
    const found = await find(em, id);
    if (found !== undefined) return { kind, id: found };
  }
  throw new Problem('inspect.not_found', { detail: `Nothing has the id ${id.slice(0, 80)}.` });
};
