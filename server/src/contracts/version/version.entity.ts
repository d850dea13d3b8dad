import { defineEntity, p } from '@mikro-orm/core';
import type { LintView } from '@parley/shared/contracts/contract';
import type { ContractOperation } from '../../openapi/reader/reader.ts';
import { Api } from '../api/api.entity.ts';

const ContractTextSchema = defineEntity({
  name: 'ContractText',
  properties: {
    /** Of the canonical JSON. */
    sha256: p.string().length(64).primary(),
    /** The document as JSON, with references to itself only. */
    json: p.text(),
    bytes: p.integer(),
  },
});

/** The document of a contract, stored once however often it is uploaded. */
export class ContractText extends ContractTextSchema.class {}
ContractTextSchema.setClass(ContractText);

const ContractVersionSchema = defineEntity({
  name: 'ContractVersion',
  properties: {
    id: p.string().length(40).primary(),
    api: () => p.manyToOne(Api),
    number: p.integer(),
    sha256: p.string().length(64),
    version: p.string().length(200),
    title: p.string().length(500),
    openapi: p.enum(['3.0', '3.1', '3.2'] as const),
    /** What it was sent as, where that is not what it is kept as. */
    convertedFrom: p.string().length(20).$type<'swagger-2.0'>().nullable(),
    /** `sunset` is not kept: it is what `deprecated` becomes when its time comes. */
    status: p.enum(['draft', 'reviewed', 'published', 'deprecated', 'retired'] as const),
    bytes: p.integer(),
    operations: p.json().$type<ContractOperation[]>().lazy(),
    operationCount: p.integer(),
    lintScore: p.integer(),
    lint: p.json().$type<Omit<LintView, 'bar' | 'passes' | 'findingCount'>>().lazy(),
    createdAt: p.datetime(),
    reviewedAt: p.datetime().nullable(),
    publishedAt: p.datetime().nullable(),
    deprecatedAt: p.datetime().nullable(),
    sunsetAt: p.datetime().nullable(),
    retiredAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['api', 'number'] }, { properties: ['api', 'sha256'] }],
});

/** What a contract version is at a time. */
export const versionStatusAt = (
  {
    status,
    sunsetAt,
  }: {
    status: 'draft' | 'reviewed' | 'published' | 'deprecated' | 'retired';
    sunsetAt?: Date | null | undefined;
  },
  now: Date,
): typeof status | 'sunset' => {
  const isOver = status === 'deprecated' && sunsetAt != null && sunsetAt <= now;
  return isOver ? 'sunset' : status;
};

/** One immutable upload of a contract. */
export class ContractVersion extends ContractVersionSchema.class {
  /** What it is at this moment. */
  statusAt(now: Date): ReturnType<typeof versionStatusAt> {
    return versionStatusAt(this, now);
  }
}
ContractVersionSchema.setClass(ContractVersion);
