import type { EntityManager } from '@mikro-orm/sql';
import type { IssuerConsumer } from '@parley/shared/access/issuer';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { Consumer } from '../consumer/consumer.entity.ts';
import { IssuerConsumerRow } from './issuer-consumer.entity.ts';
import type { Entry } from './issuer-view.ts';
import type { Issuer } from './issuer.entity.ts';

/** The entries of these issuers, by the id of their issuer. */
export const entriesOf = async (
  em: EntityManager,
  issuerIds: readonly string[],
): Promise<Map<string, Entry[]>> => {
  const rows = await em.find(
    IssuerConsumerRow,
    { issuer: { $in: [...issuerIds] } },
    { orderBy: { value: 'asc', environment: 'asc' }, populate: ['consumer'] },
  );
  const byIssuer = new Map<string, Entry[]>(issuerIds.map((id) => [id, []]));
  for (const row of rows) byIssuer.get(row.issuer.id)?.push({ row, consumer: row.consumer });
  return byIssuer;
};

const placeOf = (index: number, field: string): string => `/consumers/${index}/${field}`;

/** Refuses a value that would mean two things, and consumers that there are not. */
const assertClear = async (
  tx: EntityManager,
  issuer: Issuer,
  asked: readonly IssuerConsumer[],
): Promise<void> => {
  const seen = new Set<string>();
  for (const [index, { value, environment }] of asked.entries()) {
    const meant = issuer.environmentClaim ? `${environment} ${value}` : value;
    if (seen.has(meant))
      throw new Problem('request.invalid', {
        detail: issuer.environmentClaim
          ? 'A value is one consumer in an environment.'
          : 'A value stands for one consumer in one environment, unless `environmentClaim` says which environment is meant.',
        errors: [{ path: placeOf(index, 'value'), message: 'It is there already.' }],
      });
    seen.add(meant);
  }
  const ids = [...new Set(asked.map(({ consumerId }) => consumerId))];
  const found = new Set((await tx.find(Consumer, { id: { $in: ids } })).map(({ id }) => id));
  const missing = asked.findIndex(({ consumerId }) => !found.has(consumerId));
  if (missing >= 0)
    throw new Problem('consumer.not_found', {
      errors: [{ path: placeOf(missing, 'consumerId'), message: 'There is no such consumer.' }],
    });
};

const isSame = (row: IssuerConsumerRow, asked: IssuerConsumer): boolean =>
  row.value === asked.value && row.environment === asked.environment && row.consumer.id === asked.consumerId;

/** Makes the entries of an issuer these. Those that stay keep their ids, by which their calls are counted. */
export const setEntries = async (
  tx: EntityManager,
  issuer: Issuer,
  asked: readonly IssuerConsumer[],
  now: Date,
): Promise<void> => {
  await assertClear(tx, issuer, asked);
  const rows = await tx.find(IssuerConsumerRow, { issuer: issuer.id });
  const gone = rows.filter((row) => !asked.some((one) => isSame(row, one)));
  await tx.nativeDelete(IssuerConsumerRow, { id: { $in: gone.map(({ id }) => id) } });
  for (const one of asked) {
    if (rows.some((row) => isSame(row, one))) continue;
    tx.create(IssuerConsumerRow, {
      id: newId('isc', now.getTime()),
      issuer: issuer.id,
      value: one.value,
      environment: one.environment,
      consumer: one.consumerId,
      lastUsedAt: null,
    });
  }
  await tx.flush();
};
