import type { EntityManager } from '@mikro-orm/sql';
import type { Waiting, WaitingKind } from '@parley/shared/overview/home';
import { holds, type Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import { ApiKey } from '../../access/api-key/api-key.entity.ts';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { Requirement } from '../../access/requirement/requirement.entity.ts';
import { ContractNotice } from '../../contracts/notice/notice.entity.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import { Recovery } from '../../webhooks/recovery/recovery.entity.ts';

/** Where and when somebody looks. */
interface Looking {
  em: EntityManager;
  environment: Environment;
  now: Date;
}

type Item = Waiting['items'][number];
/** All that wait, as far as they are counted, the most urgent first. */
type Find = (looking: Looking) => Promise<Item[]>;

const countedMax = 1000;
const shownMax = 3;
const expiringWithinMs = 14 * dayMs;
const unusedAfterMs = 90 * dayMs;
const sunsetWithinMs = 30 * dayMs;
const toldWithinMs = 30 * dayMs;

const limit = { limit: countedMax };

const namesOf = async (em: EntityManager, ids: readonly string[]): Promise<Map<string, string>> => {
  const found = await em.find(Consumer, { id: { $in: [...new Set(ids)] } }, { fields: ['id', 'name'] });
  return new Map(found.map(({ id, name }) => [id, name]));
};

const requirements: Find = async ({ em }) => {
  const found = await em.find(
    Requirement,
    { status: 'submitted' },
    { ...limit, orderBy: { id: 'asc' }, fields: ['id', 'consumerId', 'purpose', 'createdAt'] },
  );
  const names = await namesOf(
    em,
    found.slice(0, shownMax).map(({ consumerId }) => consumerId),
  );
  return found.map(({ id, consumerId, purpose, createdAt }) => ({
    id,
    parentId: consumerId,
    name: purpose,
    of: names.get(consumerId) ?? null,
    at: createdAt.toISOString(),
  }));
};

/** The newest version of an API, when it waits to be published: what came before it waits for nobody. */
const drafts: Find = async ({ em }) => {
  const found = await em.find(
    ContractVersion,
    { status: { $in: ['draft', 'reviewed'] } },
    {
      ...limit,
      orderBy: { number: 'desc' },
      populate: ['api'],
      fields: ['id', 'number', 'version', 'createdAt', 'api.id', 'api.slug', 'api.name'],
    },
  );
  const published = await em.find(
    ContractVersion,
    { api: { $in: found.map(({ api }) => api.id) }, status: 'published' },
    { fields: ['id', 'number', 'api'], orderBy: { number: 'desc' } },
  );
  const seen = new Set<string>();
  return found.flatMap(({ id, number, version, createdAt, api }) => {
    const isOld = seen.has(api.id) || published.some((one) => one.api.id === api.id && one.number > number);
    seen.add(api.id);
    return isOld
      ? []
      : [{ id, parentId: api.slug, name: version, of: api.name, at: createdAt.toISOString() }];
  });
};

const sunsets: Find = async ({ em, now }) => {
  const found = await em.find(
    ContractVersion,
    {
      status: 'deprecated',
      sunsetAt: { $gt: now, $lt: new Date(now.getTime() + sunsetWithinMs) },
    },
    {
      ...limit,
      orderBy: { sunsetAt: 'asc' },
      populate: ['api'],
      fields: ['id', 'version', 'sunsetAt', 'api.id', 'api.slug', 'api.name'],
    },
  );
  return found.map(({ id, version, sunsetAt, api }) => ({
    id,
    parentId: api.slug,
    name: version,
    of: api.name,
    at: sunsetAt?.toISOString() ?? null,
  }));
};

/** Consumers that a change affects and that no event and no mail reached. */
const untold: Find = async ({ em, now }) => {
  const found = await em.find(
    ContractNotice,
    { channel: 'none', toldAt: { $gt: new Date(now.getTime() - toldWithinMs) } },
    { ...limit, orderBy: { id: 'desc' }, populate: ['version', 'version.api'] },
  );
  const names = await namesOf(
    em,
    found.slice(0, shownMax).map(({ consumerId }) => consumerId),
  );
  return found.map(({ version, consumerId, toldAt }) => ({
    id: version.id,
    parentId: version.api.slug,
    name: names.get(consumerId) ?? consumerId,
    of: `${version.api.name} ${version.version}`,
    at: toldAt.toISOString(),
  }));
};

const keysThat = async (
  { em, environment }: Looking,
  where: object,
  orderBy: object,
  atOf: (key: ApiKey) => Date | null | undefined,
): Promise<Item[]> => {
  const found = await em.find(
    ApiKey,
    { environment, revokedAt: null, ...where },
    { ...limit, orderBy, populate: ['consumer'] },
  );
  return found.map((key) => ({
    id: key.id,
    parentId: null,
    name: key.name,
    of: key.consumer.name,
    at: atOf(key)?.toISOString() ?? null,
  }));
};

const expiring: Find = async (looking) =>
  keysThat(
    looking,
    {
      // A key that was replaced has its end on purpose.
      successorId: null,
      expiresAt: { $gt: looking.now, $lt: new Date(looking.now.getTime() + expiringWithinMs) },
    },
    { expiresAt: 'asc' },
    ({ expiresAt }) => expiresAt,
  );

const unused: Find = async (looking) => {
  const before = new Date(looking.now.getTime() - unusedAfterMs);
  return keysThat(
    looking,
    {
      createdAt: { $lt: before },
      $and: [
        { $or: [{ lastUsedAt: null }, { lastUsedAt: { $lt: before } }] },
        { $or: [{ expiresAt: null }, { expiresAt: { $gt: looking.now } }] },
      ],
    },
    { id: 'asc' },
    ({ lastUsedAt, createdAt }) => lastUsedAt ?? createdAt,
  );
};

const recoveries: Find = async ({ em, environment }) => {
  const found = await em.find(
    Recovery,
    { environment, status: { $in: ['planned', 'paused'] } },
    { ...limit, orderBy: { id: 'desc' }, fields: ['id', 'scope', 'status', 'createdAt', 'plannedCount'] },
  );
  return found.map(({ id, status, createdAt }) => ({
    id,
    parentId: null,
    name: status,
    of: null,
    at: new Date(createdAt).toISOString(),
  }));
};

/** What may wait, in the order of its urgency, and what somebody has to hold to do something about it. */
const kinds: readonly { kind: WaitingKind; scope: Scope; find: Find }[] = [
  { kind: 'requirement', scope: 'consumers:approve', find: requirements },
  { kind: 'contract_draft', scope: 'contracts:publish', find: drafts },
  { kind: 'not_told', scope: 'contracts:publish', find: untold },
  { kind: 'sunset', scope: 'contracts:publish', find: sunsets },
  { kind: 'key_expiring', scope: 'api-keys:write', find: expiring },
  { kind: 'key_unused', scope: 'api-keys:write', find: unused },
  { kind: 'recovery', scope: 'deliveries:write', find: recoveries },
];

/**
 * What waits for somebody who holds these scopes. Whoever may not do something about it is not told that it is to do. Up to a thousand
 * of each kind are counted.
 */
export const findWaiting = async (looking: Looking, held: ReadonlySet<Scope>): Promise<Waiting[]> => {
  const waiting: Waiting[] = [];
  for (const { kind, find } of kinds.filter(({ scope }) => holds(held, scope))) {
    const all = await find(looking);
    if (all.length > 0) waiting.push({ kind, count: all.length, items: all.slice(0, shownMax) });
  }
  return waiting;
};
