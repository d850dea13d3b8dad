import { dayMs } from '@parley/shared/words/time';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  ContractVersionKey,
  ContractVersionView,
  DeprecateContract,
  RetireContract,
} from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { loadApi } from '../api/api.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { gateOf } from '../change/comparison.service.ts';
import { Problem } from '../../platform/request/problem.ts';
import { changesBefore, type ContractAct, loadVersion } from './version.service.ts';
import type { ContractVersion } from './version.entity.ts';
import { viewVersion } from './version-view.ts';

const refuse = (version: ContractVersion, now: Date, wanted: string): Problem =>
  new Problem('contract.state', {
    detail: `Version ${version.version} (upload ${version.number}) is ${version.statusAt(now)}; ${wanted}.`,
  });

/** A step in the life of a version. */
interface Step {
  action: 'review' | 'publish' | 'deprecate' | 'retire';
  /** Changes the version, or throws; answers what else the audit log shall say. */
  change: (version: ContractVersion, now: Date, api: Api) => Record<string, unknown>;
}

const takeStep = async (
  em: EntityManager,
  { parts, caller }: ContractAct,
  { slug, id, action, change }: ContractVersionKey & Step,
): Promise<ContractVersionView> =>
  em.fork().transactional(async (tx) => {
    const api = await loadApi(tx, slug);
    const version = await loadVersion(tx, api, id);
    const now = parts.now();
    const before = version.statusAt(now);
    const more = change(version, now, api);
    await tx.flush();
    await recordAudit(tx, caller, {
      action: `contract.${action}`,
      targetId: id,
      changes: {
        api: { after: slug },
        status: { before, after: version.statusAt(now) },
        ...Object.fromEntries(Object.entries(more).map(([name, after]) => [name, { after }])),
      },
      at: now,
    });
    return viewVersion(version, slug, now);
  });

/** Says that a person has read a draft. */
export const reviewContract = async (
  em: EntityManager,
  contract: ContractAct,
  key: ContractVersionKey,
): Promise<ContractVersionView> =>
  takeStep(em, contract, {
    ...key,
    action: 'review',
    change: (version, now) => {
      if (version.status !== 'draft') throw refuse(version, now, 'only a draft can be reviewed');
      version.status = 'reviewed';
      version.reviewedAt = now;
      return {};
    },
  });

/** What keeps a version from being published, as a problem; nothing when its gate is open. */
const assertOpen = async (
  em: EntityManager,
  contract: ContractAct,
  { slug, id }: ContractVersionKey,
): Promise<void> => {
  const api = await loadApi(em, slug);
  const version = await loadVersion(em, api, id);
  const { changes } = await changesBefore(em, contract, api, { revision: version });
  const now = contract.parts.now();
  const gate = gateOf(changes, { score: version.lintScore, bar: api.rules.bar }, now);
  if (gate.isOpen) return;
  throw new Problem('contract.gate_closed', {
    detail: `${gate.reasons.length} reasons keep it shut. Accept each breaking change by its fingerprint, or upload a version without it.`,
    errors: gate.reasons.slice(0, 100).map(({ text, fingerprint }) => ({
      path: fingerprint === null ? '/lint' : `/changes/${fingerprint}`,
      message: text,
    })),
  });
};

/**
 * Publishes a version whose gate is open. A draft is taken as reviewed by whoever publishes it. Publishing what is
 * published already changes nothing.
 */
export const publishContract = async (
  em: EntityManager,
  contract: ContractAct,
  key: ContractVersionKey,
): Promise<{ view: ContractVersionView; isNew: boolean }> => {
  const version = await loadVersion(em, await loadApi(em, key.slug), key.id);
  if (version.status === 'published')
    return { view: viewVersion(version, key.slug, contract.parts.now()), isNew: false };
  await assertOpen(em, contract, key);
  const view = await takeStep(em, contract, {
    ...key,
    action: 'publish',
    change: (one, now) => {
      if (one.status !== 'draft' && one.status !== 'reviewed')
        throw refuse(one, now, 'only a draft or a reviewed version can be published');
      one.reviewedAt ??= now;
      one.status = 'published';
      one.publishedAt = now;
      return {};
    },
  });
  return { view, isNew: true };
};

/** Says until when a version is promised. A later sunset may be set again; an earlier one would break a promise. */
export const deprecateContract = async (
  em: EntityManager,
  contract: ContractAct,
  { sunsetAt, ...key }: DeprecateContract,
): Promise<ContractVersionView> =>
  takeStep(em, contract, {
    ...key,
    action: 'deprecate',
    change: (version, now, api) => {
      if (version.status !== 'published' && version.status !== 'deprecated')
        throw refuse(version, now, 'only a published version can be deprecated');
      const until = new Date(sunsetAt);
      const grace = api.rules.sunsetGraceDays;
      const from = version.deprecatedAt ?? now;
      if (until.getTime() < from.getTime() + grace * dayMs || until <= now)
        throw new Problem('contract.sunset_too_early', {
          detail: `${key.slug} gives its consumers ${grace} days: not before ${new Date(Math.max(from.getTime() + grace * dayMs, now.getTime())).toISOString()}.`,
        });
      if (version.sunsetAt && until < version.sunsetAt)
        throw new Problem('contract.sunset_too_early', {
          detail: `Its sunset was announced for ${version.sunsetAt.toISOString()}; an earlier one would break that promise.`,
        });
      version.status = 'deprecated';
      version.deprecatedAt = from;
      version.sunsetAt = until;
      return { sunsetAt };
    },
  });

/** What retiring a version takes besides. */
interface RetiringParts extends ContractAct {
  /** Who called the version within 30 days. */
  callersOf: (slug: string, version: ContractVersion) => Promise<{ name: string; calls: number }[]>;
}

/** Ends a version. Refused while somebody still calls it, by name, unless a reason is given. */
export const retireContract = async (
  em: EntityManager,
  contract: RetiringParts,
  { reason, ...key }: RetireContract,
): Promise<ContractVersionView> => {
  const version = await loadVersion(em, await loadApi(em, key.slug), key.id);
  const callers = reason === undefined ? await contract.callersOf(key.slug, version) : [];
  if (callers.length > 0)
    throw new Problem('contract.still_called', {
      detail: `${callers.length} consumers called it within 30 days. Wait for them, or give a \`reason\`.`,
      errors: callers
        .slice(0, 100)
        .map(({ name, calls }) => ({ path: '/id', message: `${name}: ${calls} calls` })),
    });
  return takeStep(em, contract, {
    ...key,
    action: 'retire',
    change: (one, now) => {
      if (one.status !== 'deprecated') throw refuse(one, now, 'only a deprecated version can be retired');
      one.status = 'retired';
      one.retiredAt = now;
      return reason === undefined ? {} : { reason };
    },
  });
};
