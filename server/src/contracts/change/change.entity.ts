import { defineEntity, p } from '@mikro-orm/core';
import { Api } from '../api/api.entity.ts';
import type { Comparison } from '../../openapi/reader/reader.ts';

const ContractComparisonSchema = defineEntity({
  name: 'ContractComparison',
  properties: {
    /** Hash of both documents, of what was asked, and of the version of the engine. */
    id: p.string().length(64).primary(),
    comparison: p.json().$type<Comparison>(),
    createdAt: p.datetime(),
  },
});

/** What two documents differ in, kept because it never changes. */
export class ContractComparison extends ContractComparisonSchema.class {}
ContractComparisonSchema.setClass(ContractComparison);

const AcceptanceSchema = defineEntity({
  name: 'Acceptance',
  properties: {
    id: p.string().length(40).primary(),
    api: () => p.manyToOne(Api),
    fingerprint: p.string().length(64),
    reason: p.string().length(1000),
    approver: p.string().length(200),
    expiresAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
  uniques: [{ properties: ['api', 'fingerprint'] }],
});

/** A breaking change that somebody answers for. */
export class Acceptance extends AcceptanceSchema.class {}
AcceptanceSchema.setClass(Acceptance);
