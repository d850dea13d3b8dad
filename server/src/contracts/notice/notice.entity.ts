import { defineEntity, p } from '@mikro-orm/core';
import { ContractVersion } from '../version/version.entity.ts';
import type { ListedTable } from '../../platform/database/passage.ts';
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
  indexes: [
    { properties: ['version', 'consumerId'] },
    // The way of the list, newest first. On PostgreSQL the id in it is of the collation "C", see `list-page.ts`.
    { name: 'contract_notice_by_consumer_index', properties: ['consumerId', 'id'] },
  ],
});

/** That a consumer was told of changes. */
export class ContractNotice extends ContractNoticeSchema.class {}
ContractNoticeSchema.setClass(ContractNotice);

/** The way through what one consumer was told. */
export const listedNotices: ListedTable = {
  table: 'contract_notice',
  prefix: 'ntc',
  ways: [{ index: 'contract_notice_by_consumer_index', columns: ['consumer_id'] }],
  values: {},
  ownedBy: ({ consumerId }) => ({ consumer_id: [consumerId] }),
};
