import { defineEntity, p } from '@mikro-orm/core';
import { ConsumerKind, ConsumerStatus } from '@parley/shared/access/consumer';
import { ownedBy } from '../../platform/database/owner.ts';

const ConsumerSchema = defineEntity({
  name: 'Consumer',
  filters: ownedBy(({ consumerId }) => ({ id: consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    name: p.string().length(100).unique(),
    kind: p.enum(ConsumerKind.options),
    description: p.string().length(1000).nullable(),
    contactEmail: p.string().length(254).nullable(),
    technicalEmail: p.string().length(254).nullable(),
    status: p.enum(ConsumerStatus.options),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** An application that calls our APIs or receives our webhooks. */
export class Consumer extends ConsumerSchema.class {}
ConsumerSchema.setClass(Consumer);
