import { defineEntity, p } from '@mikro-orm/core';
import { Role } from '@parley/shared/scope';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const InvitationSchema = defineEntity({
  name: 'Invitation',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    /** SHA-256 of the token in the link. */
    tokenHash: p.string().length(64).unique(),
    role: p.enum(Role.options),
    /** The account that the link completes; `null` for the first set-up, which creates one. */
    staff: () => p.manyToOne(Staff).nullable(),
    expiresAt: p.datetime(3),
    usedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3),
  },
});

/** A link that lets one person set a password, once. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
