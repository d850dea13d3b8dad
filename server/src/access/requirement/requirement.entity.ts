import { defineEntity, p } from '@mikro-orm/core';
import type { ConsumerKind } from '@parley/shared/access/consumer';
import type { PlanBody } from '@parley/shared/access/plan-proposal';
import type { RequirementView } from '@parley/shared/access/requirement';
import type { RequirementStatus } from '@parley/shared/access/status';
import type { RequirementAct, RequirementAuthorKind } from '@parley/shared/access/requirement-entry';
import type { CredentialType, DataClass } from '@parley/shared/access/requirement-words';
import { ownedBy } from '../../platform/database/owner.ts';

// States and other words are no enum columns: SQLite would have to copy the table for each word that is added.
const RequirementSchema = defineEntity({
  name: 'Requirement',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    consumerId: p.string().length(40),
    purpose: p.string().length(2000),
    kind: p.string().length(30).$type<ConsumerKind>().nullable(),
    contactName: p.string().length(100).nullable(),
    contactEmail: p.string().length(254).nullable(),
    technicalName: p.string().length(100).nullable(),
    technicalEmail: p.string().length(254).nullable(),
    operations: p.json().$type<RequirementView['operations']>(),
    eventTypes: p.json().$type<string[]>(),
    callsPerDay: p.bigint('number').nullable(),
    callsPerSecond: p.integer().nullable(),
    dataClass: p.string().length(30).$type<DataClass>().nullable(),
    credentialType: p.string().length(30).$type<CredentialType>().nullable(),
    networks: p.json().$type<string[]>(),
    /** A day, `2027-03-01`. */
    goLiveOn: p.string().length(10).nullable(),
    /** What its approval set; put back when it is approved again after it was suspended. */
    plan: p.json().$type<PlanBody>().nullable(),
    status: p.string().length(20).$type<RequirementStatus>(),
    answer: p.string().length(2000).nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    submittedAt: p.datetime().nullable(),
    answeredAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['consumerId', 'id'] }, { properties: ['status', 'id'] }],
});

/** What a consumer declared before it was let in. */
export class Requirement extends RequirementSchema.class {}
RequirementSchema.setClass(Requirement);

const RequirementEntrySchema = defineEntity({
  name: 'RequirementEntry',
  filters: ownedBy(({ consumerId }) => ({ consumerId })),
  properties: {
    id: p.string().length(40).primary(),
    requirementId: p.string().length(40),
    consumerId: p.string().length(40),
    act: p.string().length(20).$type<RequirementAct>(),
    authorKind: p.string().length(20).$type<RequirementAuthorKind>(),
    /** Who it was, or the link that it was by; changes by one of them in a row are one entry. */
    authorId: p.string().length(40).nullable(),
    authorName: p.string().length(254),
    text: p.string().length(4000).nullable(),
    changes: p.json().$type<Record<string, { before?: unknown; after?: unknown }>>(),
    at: p.datetime(3),
  },
  indexes: [{ properties: ['requirementId', 'id'] }],
});

/** One step in the history of a requirement, or what somebody said of it. */
export class RequirementEntry extends RequirementEntrySchema.class {}
RequirementEntrySchema.setClass(RequirementEntry);
