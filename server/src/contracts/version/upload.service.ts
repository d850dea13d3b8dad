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
import type { ContractInput, ContractReader, ContractReading } from '../../openapi/reader/reader.ts';
import { newId } from '../../platform/secret/id.ts';
import { Problem } from '../../platform/request/problem.ts';
import {
  comparableOf,
  type ContractAct,
  type ContractParts,
  type KeptLint,
  withBar,
} from './version.service.ts';
import { ContractText, ContractVersion } from './version.entity.ts';
import { viewRef, viewVersion } from './version-view.ts';

const inputOf = ({ document, files, entry }: UploadContract): ContractInput => {
  if (typeof document === 'string') return { text: document };
  if (document) return { document };
  if (files && entry !== undefined && entry in files) return { files, entry };
  throw new Problem('request.invalid', {
    errors: files
      ? [{ path: '/entry', message: 'The path of the file that is the first, one of `files`.' }]
      : [{ path: '/document', message: 'The document, as text or as an object; or `files` and `entry`.' }],
  });
};

const read = async (contracts: ContractReader, api: Api, sent: UploadContract): Promise<ContractReading> =>
  contracts.readContract(inputOf(sent), { lint: { rules: api.rules.lint, bar: api.rules.bar } });

const placed = (item: { pointer: string; line: number; column: number; file?: string }) => ({
  pointer: item.pointer,
  line: item.line,
  column: item.column,
  ...(item.file === undefined ? {} : { file: item.file }),
});

const lintOf = ({ lint }: ContractReading): KeptLint => ({
  score: lint.score,
  counts: lint.counts,
  findings: lint.findings.map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    operation: finding.operation ?? null,
    ...placed(finding),
  })),
});

/** What an upload would change beside the newest version, and whether it could be published. Stores nothing. */
export const checkContract = async (
  em: EntityManager,
  { parts, contracts }: ContractParts,
  sent: CheckContract,
): Promise<CheckView> => {
  const api = await loadApi(em, sent.slug);
  const reading = await read(contracts, api, sent);
  const base = await em.findOne(ContractVersion, { api }, { orderBy: { number: 'desc' } });
  const comparison = await compareContracts(em, contracts, {
    base: base && comparableOf(em, base),
    revision: { sha256: reading.sha256, bytes: reading.bytes, json: async () => reading.json },
    sunsetGraceDays: api.rules.sunsetGraceDays,
    now: parts.now(),
  });
  const judged = await judgeFor(em, api, comparison);
  const lint = withBar(lintOf(reading), api.rules.bar);
  return {
    base: base && viewRef(base, parts.now()),
    ...judged,
    openapi: reading.openapi,
    version: reading.version,
    title: reading.title,
    operationCount: reading.operations,
    lint,
    gate: gateOf(judged.changes, lint, parts.now()),
  };
};

const store = async (
  tx: EntityManager,
  { parts, caller }: ContractAct,
  { slug, reading }: { slug: string; reading: ContractReading },
): Promise<ContractVersion> => {
  const api = await lockApi(tx, slug);
  const known = await tx.findOne(ContractVersion, { api, sha256: reading.sha256 });
  if (known) return known;
  const now = parts.now();
  const { sha256, json, bytes } = reading;
  // Another API may have the same document, and may be getting it at this moment.
  await tx.upsert(ContractText, { sha256, json, bytes }, { onConflictAction: 'ignore' });
  api.versionCount += 1;
  const version = tx.create(ContractVersion, {
    id: newId('ctr', now.getTime()),
    api,
    number: api.versionCount,
    sha256,
    version: reading.version.slice(0, 200),
    title: reading.title.slice(0, 500),
    openapi: reading.openapi,
    status: 'draft',
    bytes,
    operations: reading.operationList,
    operationCount: reading.operations,
    lintScore: reading.lint.score,
    lint: lintOf(reading),
    warnings: reading.problems.map((problem) => ({
      rule: problem.rule,
      severity: problem.severity,
      message: problem.message,
      ...placed(problem),
    })),
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
  contract: ContractAct,
  sent: UploadContract,
): Promise<ContractVersionView> => {
  const reading = await read(contract.contracts, await loadApi(em, sent.slug), sent);
  const version = await em.transactional((tx) => store(tx, contract, { slug: sent.slug, reading }));
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
