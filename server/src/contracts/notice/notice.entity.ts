import { defineEntity, p } from '@mikro-orm/core';
import { ContractVersion } from '../version/version.entity.ts';
import { ownedBy } from '../../platform/database/owner.ts';

const ContractNoticeSchema = defineEntity({
  name: 'ContractNotice',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    version: () => p.manyToOne(ContractVersion),
    consumerId: p.string().length(40),
    /** `none`: no endpoint of it asks for `contract.changed`; staff have to tell it themselves. */
    channel: p.enum(['event', 'mail', 'none'] as const),
    changeCount: p.integer(),
    /** The operations by which it is affected. */
    operations: p.json().$type<string[]>(),
    toldAt: p.datetime(),
  },
  indexes: [{ properties: ['version', 'consumerId'] }],
});

/** That a consumer was told of changes. */
export class ContractNotice extends ContractNoticeSchema.class {}
ContractNoticeSchema.setClass(ContractNotice);
