import { defineEntity, p } from '@mikro-orm/core';
import { RequirementStatus, type RequirementView } from '@parley/shared/access/requirement';
import { ownedBy } from '../../platform/database/owner.ts';

const RequirementSchema = defineEntity({
  name: 'Requirement',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    consumerId: p.string().length(40),
    purpose: p.string().length(2000),
    operations: p.json().$type<RequirementView['operations']>(),
    eventTypes: p.json().$type<string[]>(),
    callsPerDay: p.bigint('number').nullable(),
    status: p.enum(RequirementStatus.options),
    answer: p.string().length(2000).nullable(),
    createdAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['consumerId', 'id'] }],
});

/** What a consumer declared before it was let in. */
export class Requirement extends RequirementSchema.class {}
RequirementSchema.setClass(Requirement);
