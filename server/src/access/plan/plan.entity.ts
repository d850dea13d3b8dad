import { defineEntity, p } from '@mikro-orm/core';
import { type PlanEnvironment, WhenStoreIsAway } from '@parley/shared/access/plan';
import { ownedBy } from '../../platform/database/owner.ts';

const PlanSchema = defineEntity({
  name: 'Plan',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    consumerId: p.string().length(40).primary(),
    live: p.json().$type<PlanEnvironment>().nullable(),
    test: p.json().$type<PlanEnvironment>().nullable(),
    timeZone: p.string().length(64),
    whenStoreIsAway: p.enum(WhenStoreIsAway.options),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** What a consumer may do at most. */
export class Plan extends PlanSchema.class {}
PlanSchema.setClass(Plan);
