import { defineEntity, p } from '@mikro-orm/core';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const RecoveryCodeSchema = defineEntity({
  name: 'RecoveryCode',
  filters: staffOnly,
  properties: {
    /** HMAC-SHA256 of person and code under a key of its own: the table alone opens nothing, and tells nothing to try. */
    id: p.string().length(64).primary(),
    staff: () => p.manyToOne(Staff).deleteRule('cascade'),
    createdAt: p.datetime(3),
    usedAt: p.datetime(3).nullable(),
  },
});

/** A code for the day without the second factor. It works once. */
export class RecoveryCode extends RecoveryCodeSchema.class {}
RecoveryCodeSchema.setClass(RecoveryCode);
