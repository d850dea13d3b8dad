import { defineEntity, p } from '@mikro-orm/core';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const StaffIdentitySchema = defineEntity({
  name: 'StaffIdentity',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    staff: () => p.manyToOne(Staff).deleteRule('cascade'),
    /** Who says so, and whom it says: an address may change hands, and a subject does not. */
    issuer: p.string().length(500),
    subject: p.string().length(255),
    createdAt: p.datetime(3),
  },
  uniques: [{ properties: ['issuer', 'subject'] }, { properties: ['staff', 'issuer'] }],
});

/** Who a person is at a provider. */
export class StaffIdentity extends StaffIdentitySchema.class {}
StaffIdentitySchema.setClass(StaffIdentity);
