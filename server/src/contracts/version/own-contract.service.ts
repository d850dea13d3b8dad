import { ApiRules } from '@parley/shared/contracts/api';
import { ensureApi, lockApi } from '../api/api.service.ts';
import { canonicalHashOf } from '../../openapi/reader/reader.ts';
import { everyone } from '../../platform/database/owner.ts';
import { parseExact } from '../../platform/request/exact-json.ts';
import { system } from '../../platform/request/principal.ts';
import { publishContract } from './lifecycle.service.ts';
import type { ContractParts } from './version.service.ts';
import { ContractVersion } from './version.entity.ts';
import { uploadContract } from './upload.service.ts';

/** An API that this process serves itself. */
interface OwnApi {
  slug: string;
  name: string;
  description: string;
}

/** Where a Parley is reached is for its operator to decide: a move breaks no promise. People may say otherwise. */
const addressIsNoPromise: ApiRules['severities'] = {
  'api-server-removed': 'ignore',
  'api-server-added': 'ignore',
};

/** A new version brings new problems and states: who reads our answers takes values that he does not know. */
const answerEnums: ApiRules['answerEnums'] = 'open';

/** Adds the API once; one of an older version learns that its address is no promise, and that its enums grow. */
const settleApi = async ({ parts }: ContractParts, own: OwnApi): Promise<void> => {
  const rules = ApiRules.parse({ severities: addressIsNoPromise, answerEnums });
  await ensureApi(parts.openEm(everyone), { parts, caller: system }, { ...own, rules, isBuiltIn: true });
  await parts.openEm(everyone).transactional(async (tx) => {
    const api = await lockApi(tx, own.slug);
    const severities = { ...addressIsNoPromise, ...api.rules.severities };
    // Rules of older versions say nothing of it; what people once said stands.
    const isSaid = Object.hasOwn(api.rules, 'answerEnums');
    const isNews = Object.keys(severities).length > Object.keys(api.rules.severities).length;
    if (isNews || !isSaid)
      api.rules = { ...api.rules, severities, answerEnums: isSaid ? api.rules.answerEnums : answerEnums };
  });
};

/**
 * Registers the document that this process serves, as an upload like any other: linted, compared, and published when its
 * gate is open; else it stays a draft that the console shows. Answers its id. The same document again is the same version.
 */
export const registerOwnContract = async (
  contract: ContractParts,
  api: OwnApi,
  document: string,
): Promise<string> => {
  const { parts } = contract;
  await settleApi(contract, api);
  // Most starts serve what the one before served: that is known without reading it again.
  const em = parts.openEm(everyone);
  const sha256 = canonicalHashOf(parseExact(document));
  const known = await em.findOne(ContractVersion, { api: { slug: api.slug }, sha256 });
  if (known) return known.id;
  const sent = { slug: api.slug, document };
  const version = await uploadContract(parts.openEm(everyone), { ...contract, caller: system }, sent);
  if (version.status === 'draft') {
    const key = { slug: api.slug, id: version.id };
    await publishContract(parts.openEm(everyone), { ...contract, caller: system }, key).catch(
      (error: unknown) =>
        parts.log.warn({ err: error, versionId: version.id }, 'our own contract is not published'),
    );
  }
  return version.id;
};
