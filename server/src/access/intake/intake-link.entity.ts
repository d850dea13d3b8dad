import { defineEntity, p } from '@mikro-orm/core';
import { ownedBy } from '../../platform/database/owner.ts';

const IntakeLinkSchema = defineEntity({
  name: 'IntakeLink',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    consumerId: p.string().length(40),
    requirementId: p.string().length(40),
    /** SHA-256 of the token in the link. */
    tokenHash: p.string().length(64).unique(),
    /** SHA-256 of what whoever opened the link writes by. */
    credentialHash: p.string().length(64).unique().nullable(),
    mailedTo: p.string().length(254).nullable(),
    createdAt: p.datetime(3),
    openBefore: p.datetime(3),
    openedAt: p.datetime(3).nullable(),
    endsAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
    /** How often it was written by. */
    writes: p.integer(),
  },
  indexes: [{ properties: ['consumerId', 'id'] }, { properties: ['requirementId', 'id'] }],
});

/** A link by which an integrator writes one requirement, and what it became when it was opened. */
export class IntakeLink extends IntakeLinkSchema.class {}
IntakeLinkSchema.setClass(IntakeLink);
