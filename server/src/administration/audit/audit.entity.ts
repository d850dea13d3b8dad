import { defineEntity, p } from '@mikro-orm/core';
import { ownedBy } from '../../platform/database/owner.ts';

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  filters: ownedBy(({ consumerId, environment }) => ({
    consumerId,
    $or: [{ environment }, { environment: null }],
  })),
  properties: {
    id: p.string().length(40).primary(),
    /** Which of the chains it is in; 1 unless several transactions added at the same moment. */
    lane: p.integer().default(1),
    /** Place in the chain, from 1 without gaps. */
    position: p.integer(),
    at: p.datetime(3),
    actorKind: p.enum(['staff', 'api_key', 'command_line', 'system'] as const),
    actorId: p.string().length(40).nullable(),
    actorName: p.string().length(254),
    action: p.string().length(100),
    targetId: p.string().length(200).nullable(),
    consumerId: p.string().length(40).nullable(),
    environment: p.string().length(10).nullable(),
    /** JSON text and not a JSON column: the hash is over these very bytes. */
    changes: p.text(),
    requestId: p.string().length(128).nullable(),
    peer: p.string().length(64).nullable(),
    /** Why, where whoever did it said so. */
    reason: p.string().length(500).nullable(),
    /** JSON text: `[lane, position, hash]` of how far the other chains were, which ties them to this one. */
    anchors: p.text().nullable(),
    hash: p.string().length(64),
  },
  uniques: [{ properties: ['lane', 'position'] }],
  // The ways of the list, newest first. On PostgreSQL the id in them is of the collation "C", see `list-page.ts`.
  indexes: [
    { name: 'audit_entry_by_consumer_index', properties: ['consumerId', 'environment', 'id'] },
    { name: 'audit_entry_by_action_index', properties: ['action', 'id'] },
    { name: 'audit_entry_by_actor_kind_index', properties: ['actorKind', 'id'] },
    { name: 'audit_entry_by_actor_index', properties: ['actorId', 'id'] },
    { name: 'audit_entry_by_target_index', properties: ['targetId', 'id'] },
    { name: 'audit_entry_by_request_index', properties: ['requestId', 'id'] },
  ],
});

/**
 * One change, who made it and when. Never updated; deleted only from the start of its chain, by the retention, after the
 * head has said how far: triggers refuse all else.
 */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry);

const AuditHeadSchema = defineEntity({
  name: 'AuditHead',
  properties: {
    /** The lane. */
    id: p.integer().primary(),
    position: p.integer(),
    hash: p.string().length(64),
    /** In the row of the first lane: how many there are, so that none of them can be taken away. */
    lanes: p.integer().default(1),
    /** Entries up to this one were removed by the retention; the next begins with this hash before it. */
    cutPosition: p.integer().default(0),
    cutHash: p.string().length(64).default(''),
    /** HMAC of all that stands before. `null` where the trail was written before it was kept under a key. */
    seal: p.string().length(64).nullable(),
  },
});

/** The end of a chain. Locked while an entry is added, so that two transactions never add after the same one. */
export class AuditHead extends AuditHeadSchema.class {}
AuditHeadSchema.setClass(AuditHead);
