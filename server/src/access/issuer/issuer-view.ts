import { IssuerView } from '@parley/shared/access/issuer';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import type { Consumer } from '../consumer/consumer.entity.ts';
import type { IssuerConsumerRow } from './issuer-consumer.entity.ts';
import type { Issuer } from './issuer.entity.ts';

/** What an issuer is told by in `ETag`. By itself it is used and its keys change; `updatedAt` stands for its consumers. */
export const issuerTag = new EntityTag(IssuerView, ['keys', 'consumers']);

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

const keyNames = (text: string): string[] => {
  const keys: { kid?: string }[] = JSON.parse(text);
  return keys.map(({ kid }) => kid ?? 'without a name');
};

/** An entry with its consumer, which is loaded. */
export interface Entry {
  row: IssuerConsumerRow;
  consumer: Consumer;
}

/** What staff see of an issuer. */
export const viewIssuer = (issuer: Issuer, entries: readonly Entry[]): IssuerView => ({
  id: issuer.id,
  name: issuer.name,
  issuer: issuer.issuer,
  jwksUrl: issuer.jwksUrl ?? null,
  audience: issuer.audience,
  audienceClaim: issuer.audienceClaim,
  algorithms: issuer.algorithms,
  tokenType: issuer.tokenType,
  clockToleranceSeconds: issuer.clockToleranceSeconds,
  consumerClaim: issuer.consumerClaim,
  environmentClaim: issuer.environmentClaim ?? null,
  environments: issuer.environments,
  scopeClaims: issuer.scopeClaims,
  scopeMap: issuer.scopeMap,
  scopes: issuer.scopes,
  consumers: entries.map(({ row, consumer }) => ({
    id: row.id,
    value: row.value,
    consumerId: consumer.id,
    consumerName: consumer.name,
    environment: row.environment,
    lastUsedAt: iso(row.lastUsedAt),
  })),
  status: issuer.status,
  keys: {
    ids: keyNames(issuer.keys),
    fetchedAt: iso(issuer.keysFetchedAt),
    triedAt: issuer.keysTriedAt > 0 ? new Date(issuer.keysTriedAt).toISOString() : null,
    failure: issuer.keysFailure ?? null,
  },
  createdAt: issuer.createdAt.toISOString(),
  updatedAt: issuer.updatedAt.toISOString(),
});
