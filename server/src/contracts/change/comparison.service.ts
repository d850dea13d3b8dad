import type { EntityManager } from '@mikro-orm/sql';
import type { AcceptanceView } from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import type { Comparison, ContractReader } from '../../openapi/reader/reader.ts';
import { judge, noComparison } from './judgement.ts';
import { Acceptance, ContractComparison } from './change.entity.ts';

export { gateOf } from './judgement.ts';

/** Goes up when the engine answers otherwise than before for the same documents. */
const engineVersion = 2;

/** A document to compare. */
export interface Comparable {
  sha256: string;
  bytes: number;
  /** Read only when it has to be. */
  json: () => Promise<string>;
}

const viewAcceptance = (acceptance: Acceptance): AcceptanceView => ({
  fingerprint: acceptance.fingerprint,
  reason: acceptance.reason,
  // Once the name of the key stood here.
  approver: acceptance.approver.replace(/^API key .*$/, 'an API key'),
  expiresAt: acceptance.expiresAt?.toISOString() ?? null,
  createdAt: acceptance.createdAt.toISOString(),
});

/** Two documents, `base` being none for the first of an API, and what judging them takes. */
interface ComparablePair {
  base: Comparable | null;
  revision: Comparable;
  sunsetGraceDays: number;
  now: Date;
}

/** What two documents differ in; worked out on a thread the first time, kept from then on. */
export const compareContracts = async (
  em: EntityManager,
  reader: ContractReader,
  { base, revision, sunsetGraceDays, now }: ComparablePair,
): Promise<Comparison> => {
  if (base === null || base.sha256 === revision.sha256) return noComparison;
  const id = sha256(JSON.stringify([engineVersion, base.sha256, revision.sha256, sunsetGraceDays]));
  const kept = await em.findOne(ContractComparison, { id });
  if (kept) return kept.comparison;
  const comparison = await reader.run(
    'compare',
    { base: await base.json(), revision: await revision.json(), sunsetGraceDays, now: now.getTime() },
    base.bytes + revision.bytes,
  );
  await em.upsert(ContractComparison, { id, comparison, createdAt: now });
  return comparison;
};

/** A comparison as this API judges it. */
export const judgeFor = async (em: EntityManager, api: Api, comparison: Comparison) => {
  const acceptances = await em.find(Acceptance, { api });
  return judge(
    comparison,
    api.rules,
    new Map(acceptances.map((one) => [one.fingerprint, viewAcceptance(one)])),
  );
};
