import type { EntityManager } from '@mikro-orm/sql';
import type {
  CheckContract,
  CheckView,
  ContractVersionView,
  UploadContract,
} from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { ensureApi, loadApi, lockApi } from '../api/api.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { compareContracts, gateOf, judgeFor } from '../change/comparison.service.ts';
import { type ContractInput, type ContractReading, sentNothing } from '../../openapi/reader/reader.ts';
import { newId } from '../../platform/secret/id.ts';
import { Problem } from '../../platform/request/problem.ts';
import { keptLintOf, withBar } from './kept-lint.ts';
import { comparableOf, type ContractAct, type ContractParts } from './version.service.ts';
import { ContractVersion } from './version.entity.ts';
import { saveContractText } from './version.sql.ts';
import { viewRef, viewVersion } from './version-view.ts';

/** {@link ContractParts}, and a request that is too large to be read here: then `sent` is only what its address says. */
type UploadParts = ContractParts & { unreadBody?: Uint8Array | null; markExisting?: () => void };

const inputOf = ({ document, files, entry }: UploadContract): ContractInput => {
  if (typeof document === 'string') return { text: document };
  if (document) return { document };
  if (files && entry !== undefined && Object.hasOwn(files, entry)) return { files, entry };
  throw new Problem('request.invalid', { errors: [sentNothing(files !== undefined)] });
};

const read = async (
  { contracts, unreadBody }: UploadParts,
  api: Api,
  sent: UploadContract,
): Promise<ContractReading> =>
  contracts.readContract(unreadBody ? { request: unreadBody, slug: sent.slug } : inputOf(sent), {
    lint: { rules: api.rules.lint, bar: api.rules.bar },
  });

/** What an upload would change beside the newest version, and whether it could be published. Stores nothing. */
export const checkContract = async (
  em: EntityManager,
  act: UploadParts,
  sent: CheckContract,
): Promise<CheckView> => {
  const { parts, contracts } = act;
  const api = await loadApi(em, sent.slug);
  const reading = await read(act, api, sent);
  const base = await em.findOne(ContractVersion, { api }, { orderBy: { number: 'desc' } });
  const comparison = await compareContracts(em, contracts, {
    base: base && comparableOf(em, base),
    revision: { sha256: reading.sha256, bytes: reading.bytes, json: async () => reading.json },
    sunsetGraceDays: api.rules.sunsetGraceDays,
    now: parts.now(),
  });
  const { changes, counts, advice } = await judgeFor(em, api, comparison);
  const lint = withBar(keptLintOf(reading), api.rules.bar);
  return {
    base: base && viewRef(base, parts.now()),
    changes,
    counts,
    advice,
    openapi: reading.openapi,
    convertedFrom: reading.convertedFrom,
    version: reading.version,
    title: reading.title,
    operationCount: reading.operations,
    lint,
    gate: gateOf(changes, lint, parts.now()),
  };
};

const store = async (
  tx: EntityManager,
  { parts, caller, markExisting }: ContractAct & UploadParts,
  { slug, reading }: { slug: string; reading: ContractReading },
): Promise<ContractVersion> => {
  const api = await lockApi(tx, slug);
  const known = await tx.findOne(ContractVersion, { api, sha256: reading.sha256 });
  if (known) {
    markExisting?.();
    return known;
  }
  const now = parts.now();
  const { sha256, bytes } = reading;
  api.versionCount += 1;
  const version = tx.create(ContractVersion, {
    id: newId('ctr', now.getTime()),
    api,
    number: api.versionCount,
    sha256,
    version: reading.version.slice(0, 200),
    title: reading.title.slice(0, 500),
    openapi: reading.openapi,
    convertedFrom: reading.convertedFrom,
    status: 'draft',
    bytes,
    operations: reading.operationList,
    operationCount: reading.operations,
    lintScore: reading.lint.score,
    lint: keptLintOf(reading),
    createdAt: now,
  });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'contract.upload',
    targetId: version.id,
    changes: { api: { after: slug }, version: { after: version.version }, sha256: { after: sha256 } },
    at: now,
  });
  return version;
};

/** Uploads a contract as a draft. The same contract again answers the version that it is. */
export const uploadContract = async (
  em: EntityManager,
  contract: ContractAct & UploadParts,
  sent: UploadContract,
): Promise<ContractVersionView> => {
  const reading = await read(contract, await loadApi(em, sent.slug), sent);
  await saveContractText(contract.parts.store, reading);
  const version = await em.fork().transactional((tx) => store(tx, contract, { slug: sent.slug, reading }));
  return viewVersion(version, sent.slug, contract.parts.now());
};

/** The same for a pipeline: the API is created when the slug is new. */
export const pushContract = async (
  em: EntityManager,
  contract: ContractAct,
  sent: UploadContract,
): Promise<ContractVersionView> => {
  await ensureApi(em, contract, { slug: sent.slug, name: sent.slug });
  return uploadContract(em, contract, sent);
};
