import { ContractVersionDetail, type ContractVersionView } from '@parley/shared/contracts/contract';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { ContractVersion, versionStatusAt } from './version.entity.ts';

/** What a version is told by in `ETag`. Its gate follows from others, and from the rules of its API. */
export const versionTag = new EntityTag(ContractVersionDetail, ['lint', 'warnings', 'gate']);

const timeOf = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

/** What is shown of versions; their operations and lint are not read for it. */
export const shownVersions = new PlainRows(
  ContractVersion,
  [
    'id',
    'number',
    'version',
    'title',
    'openapi',
    'convertedFrom',
    'status',
    'sha256',
    'bytes',
    'operationCount',
    'lintScore',
    'createdAt',
    'reviewedAt',
    'publishedAt',
    'deprecatedAt',
    'sunsetAt',
    'retiredAt',
  ],
  {},
);

/** A contract version as the API shows it. */
export const viewVersion = (
  version: RowIn<typeof shownVersions>,
  slug: string,
  now: Date,
): ContractVersionView => ({
  id: version.id,
  api: slug,
  number: version.number,
  version: version.version,
  title: version.title,
  openapi: version.openapi,
  convertedFrom: version.convertedFrom ?? null,
  status: versionStatusAt(version, now),
  sha256: version.sha256,
  bytes: version.bytes,
  operationCount: version.operationCount,
  lintScore: version.lintScore,
  createdAt: version.createdAt.toISOString(),
  reviewedAt: timeOf(version.reviewedAt),
  publishedAt: timeOf(version.publishedAt),
  deprecatedAt: timeOf(version.deprecatedAt),
  sunsetAt: timeOf(version.sunsetAt),
  retiredAt: timeOf(version.retiredAt),
});

/** What comparisons say of either side. */
export const viewRef = (version: ContractVersion, now: Date) => ({
  id: version.id,
  number: version.number,
  version: version.version,
  status: version.statusAt(now),
});
