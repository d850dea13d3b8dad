import { dayMs } from '@parley/shared/words/time';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  ContractVersionKey,
  ContractVersionView,
  DeprecateContract,
  RetireContract,
} from '@parley/shared/contracts/contract';
import type { Api } from '../api/api.entity.ts';
import { loadApi, lockApi } from '../api/api.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { gateOf, judgeFor } from '../change/comparison.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Comparison } from '../../openapi/reader/reader.ts';
import { Problem } from '../../platform/request/problem.ts';
import { comparedWith, type ContractAct, earlierPublished, loadVersion } from './version.service.ts';
import { ContractVersion } from './version.entity.ts';
import { versionTag, viewVersion } from './version-view.ts';

const refuse = (version: ContractVersion, now: Date, wanted: string): Problem =>
  new Problem('contract.state', {
    detail: `Version ${version.version} (upload ${version.number}) is ${version.statusAt(now)}; ${wanted}.`,
  });

/** A version and its API, both locked until the transaction ends. */
interface Held {
  tx: EntityManager;
  version: ContractVersion;
  api: Api;
  now: Date;
}

/** A step in the life of a version. */
interface Step {
  action: 'review' | 'publish' | 'deprecate' | 'retire';
  /** Changes the version, or throws; answers what else the audit log shall say, or `null` when there is nothing to do. */
  change: (held: Held) => Record<string, unknown> | null | Promise<Record<string, unknown> | null>;
}

interface Stepped {
  view: ContractVersionView;
  isNew: boolean;
}

const takeStep = async (
  em: EntityManager,
  { parts, caller, ifMatch }: ContractAct,
  { slug, id, action, change }: ContractVersionKey & Step,
): Promise<Stepped> =>
  em.transactional(async (tx) => {
    const api = await lockApi(tx, slug);
    const version = await lockRow(tx, ContractVersion, { id, api });
    if (!version) throw new Problem('contract.not_found');
    const now = parts.now();
    versionTag.assertExpected(ifMatch, viewVersion(version, slug, now));
    const before = version.statusAt(now);
    const more = await change({ tx, version, api, now });
    if (more === null) return { view: viewVersion(version, slug, now), isNew: false };
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
    return { view: viewVersion(version, slug, now), isNew: true };
  });

/** Says that a person has read a draft. */
export const reviewContract = async (
  em: EntityManager,
  contract: ContractAct,
  key: ContractVersionKey,
): Promise<ContractVersionView> => {
  const { view } = await takeStep(em, contract, {
    ...key,
    action: 'review',
    change: ({ version, now }) => {
      if (version.status !== 'draft') throw refuse(version, now, 'only a draft can be reviewed');
      version.status = 'reviewed';
      version.reviewedAt = now;
      return {};
    },
  });
  return view;
};

/** What a version was compared with, outside of a transaction: that takes its time. */
interface Compared {
  baseId: string | null;
  comparison: Comparison;
  sunsetGraceDays: number;
}

const compare = async (
  em: EntityManager,
  contract: ContractAct,
  { slug, id }: ContractVersionKey,
): Promise<Compared> => {
  const api = await loadApi(em, slug);
  const version = await loadVersion(em, api, id);
  const base = await earlierPublished(em, api, version);
  const { sunsetGraceDays } = api.rules;
  const comparison = await comparedWith(em, contract, api, { revision: version, base });
  return { baseId: base?.id ?? null, comparison, sunsetGraceDays };
};

/** Whether it would be compared with the same now, with nobody beside who publishes or changes the rules. */
const stillHolds = async ({ tx, version, api }: Held, compared: Compared): Promise<boolean> => {
  const base = await earlierPublished(tx, api, version);
  return compared.baseId === (base?.id ?? null) && compared.sunsetGraceDays === api.rules.sunsetGraceDays;
};

/** What keeps a version from being published, as a problem; nothing when its gate is open. */
const assertOpen = async ({ tx, version, api, now }: Held, { comparison }: Compared): Promise<void> => {
  const { changes } = await judgeFor(tx, api, comparison);
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

const publishOnce = async (
  em: EntityManager,
  contract: ContractAct,
  key: ContractVersionKey,
): Promise<Stepped | 'compared with something else'> => {
  const compared = await compare(em, contract, key);
  let isOutdated = false;
  const stepped = await takeStep(em, contract, {
    ...key,
    action: 'publish',
    change: async (held) => {
      const { version, now } = held;
      if (version.status === 'published') return null;
      isOutdated = !(await stillHolds(held, compared));
      if (isOutdated) return null;
      await assertOpen(held, compared);
      if (version.status !== 'draft' && version.status !== 'reviewed')
        throw refuse(version, now, 'only a draft or a reviewed version can be published');
      version.reviewedAt ??= now;
      version.status = 'published';
      version.publishedAt = now;
      return {};
    },
  });
  return isOutdated ? 'compared with something else' : stepped;
};

const publishTriesMax = 5;

/**
 * Publishes a version whose gate is open. A draft is taken as reviewed by whoever publishes it. Publishing what is
 * published already changes nothing. What is published at the same moment is what the gate is judged by.
 */
export const publishContract = async (
  em: EntityManager,
  contract: ContractAct,
  key: ContractVersionKey,
): Promise<Stepped> => {
  for (let tries = 0; tries < publishTriesMax; tries += 1) {
    // What was read before is what once was.
    if (tries > 0) em.clear();
    const stepped = await publishOnce(em, contract, key);
    if (stepped !== 'compared with something else') return stepped;
  }
  throw new Problem('storage.conflict');
};

/** Says until when a version is promised. A later sunset may be set again; an earlier one would break a promise. */
export const deprecateContract = async (
  em: EntityManager,
  contract: ContractAct,
  { sunsetAt, ...key }: DeprecateContract,
): Promise<ContractVersionView> => {
  const { view } = await takeStep(em, contract, {
    ...key,
    action: 'deprecate',
    change: ({ version, now, api }) => {
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
  return view;
};

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
  const { view } = await takeStep(em, contract, {
    ...key,
    action: 'retire',
    change: ({ version: one, now }) => {
      if (one.status !== 'deprecated') throw refuse(one, now, 'only a deprecated version can be retired');
      one.status = 'retired';
      one.retiredAt = now;
      return reason === undefined ? {} : { reason };
    },
  });
  return view;
};
