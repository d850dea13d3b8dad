import type { Act } from '../../platform/guard/act.ts';
import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type ApiKeyActivity,
  type ApiKeyCreated,
  type ApiKeyRevoked,
  type ApiKeyView,
  type CountApiKeys,
  type CreateApiKey,
  type ListApiKeys,
  type RevokeApiKey,
  type RotateApiKey,
} from '@parley/shared/access/api-key';
import { Environment } from '@parley/shared/words/environment';
import type { RowCount } from '@parley/shared/words/page';
import type { Scope } from '@parley/shared/scope';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import type { Consumer } from '../consumer/consumer.entity.ts';
import { placeOf } from '../consumer/consumer.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { countRowsOf, pageOfIds } from '../../platform/database/list-page.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newKeySecret, sha256 } from '../../platform/secret/secret.ts';
import { activityOf } from '../../platform/usage/usage.service.ts';
import { ApiKey } from './api-key.entity.ts';
import { askedForKeys } from './api-key-filter.ts';
import { apiKeyTag, shownKeys, viewApiKey } from './api-key-view.ts';
import { assertWithinPlan } from '../plan/plan.service.ts';
import type { KeyRing } from './key-ring.service.ts';
import {
  assertAsNarrow,
  assertMayGrant,
  assertNotBroader,
  assertNotOutlived,
  boundsOf,
  countBelow,
  endWithin,
  holdOwnKey,
  moveBelow,
  releaseBelow,
  revokeBelow,
} from './key-tree.service.ts';

const listed: ListedTable = {
  table: 'api_key',
  prefix: 'key',
  ways: [
    { index: 'api_key_by_consumer_index', columns: ['consumer_id', 'environment'] },
    { index: 'api_key_by_environment_index', columns: ['environment'] },
  ],
  values: { environment: Environment.options },
  examined: examinedOfSmall,
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

const load = async (em: EntityManager, id: string): Promise<Loaded<ApiKey, 'consumer'>> => {
  const key = await em.findOne(ApiKey, { id }, { populate: ['consumer'] });
  if (!key) throw new Problem('api_key.not_found');
  return key;
};

/** Loads it as it is now, and lets nobody else change it until the transaction ends. */
const lock = async (tx: EntityManager, id: string): Promise<Loaded<ApiKey, 'consumer'>> => {
  await lockRow(tx, ApiKey, { id });
  return load(tx, id);
};

/** API keys, newest first, never with their secrets. */
export const listApiKeys = async (em: EntityManager, parts: Parts, query: ListApiKeys) => {
  const now = parts.now();
  const { ids, cursors } = await pageOfIds(em, listed, {
    ...(await askedForKeys(em, parts, query)),
    paging: Paging.of('api-keys', query),
  });
  const rows = await shownKeys.find(em, ids);
  return { items: rows.map((key) => viewApiKey(key, now)), ...cursors };
};

/** How many API keys such a list has. */
export const countListedApiKeys = async (
  em: EntityManager,
  parts: Parts,
  query: CountApiKeys,
): Promise<RowCount> => countRowsOf(em, listed, await askedForKeys(em, parts, query));

/** One API key. */
export const getApiKey = async (em: EntityManager, parts: Parts, id: string): Promise<ApiKeyView> =>
  viewApiKey(await load(em, id), parts.now());

/** What a key did lately. */
export const getApiKeyActivity = async (
  em: EntityManager,
  parts: Parts,
  id: string,
): Promise<ApiKeyActivity> => {
  const key = await load(em, id);
  const now = parts.now();
  return {
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    ...(await activityOf(parts.store, id, now)),
    keysBelow: await countBelow(em, key, now),
  };
};

interface NewKey extends Pick<ApiKeyView, 'networks' | 'limits' | 'metadata'> {
  consumer: Consumer;
  environment: Environment;
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  createdByKeyId: string | null;
  parentKeyId: string | null;
  action: 'api_key.create' | 'api_key.rotate';
  changes?: Record<string, { before?: unknown; after?: unknown }>;
}

const noneAsNull = ({ networks, limits, metadata }: NewKey) => ({
  networks: networks.length > 0 ? networks : null,
  limits: limits.length > 0 ? limits : null,
  metadata: Object.keys(metadata).length > 0 ? metadata : null,
});

const narrowingOf = ({ networks, limits }: NewKey) => ({
  ...(networks.length > 0 ? { networks: { after: networks } } : {}),
  ...(limits.length > 0 ? { limits: { after: limits } } : {}),
});

const insertKey = async (
  tx: EntityManager,
  { parts, caller }: Act,
  input: NewKey,
): Promise<ApiKeyCreated> => {
  const { action, changes, ...fields } = input;
  const now = parts.now();
  const secret = newKeySecret(parts.keyPrefix, input.environment);
  const key = tx.create(ApiKey, {
    id: newId('key', now.getTime()),
    ...fields,
    ...noneAsNull(input),
    secretHash: sha256(secret),
    hint: `${parts.keyPrefix}_${input.environment}_…${secret.slice(-4)}`,
    createdAt: now,
    revokedAt: null,
    successorId: null,
    lastUsedAt: null,
  });
  await tx.flush();
  await recordAudit(tx, caller, {
    action,
    targetId: key.id,
    consumerId: input.consumer.id,
    environment: input.environment,
    changes: {
      name: { after: input.name },
      scopes: { after: input.scopes },
      expiresAt: { after: input.expiresAt?.toISOString() ?? null },
      ...narrowingOf(input),
      ...(input.createdByKeyId === null ? {} : { createdByKeyId: { after: input.createdByKeyId } }),
      ...changes,
    },
    at: now,
  });
  return { ...viewApiKey(await load(tx, key.id), now), secret };
};

/**
 * Creates a key. Its secret is in the answer and nowhere else. Nobody grants a scope that they do not hold; a key that makes
 * another is not outlived by it, neither by time nor when it is revoked.
 */
export const createApiKey = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreateApiKey,
): Promise<ApiKeyCreated> => {
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= parts.now())
    throw new Problem('request.invalid', {
      detail: '`expiresAt` is in the past.',
      errors: [{ path: '/expiresAt', message: 'A time in the future.' }],
    });
  const scopes = [...new Set(input.scopes)];
  return em.transactional(async (tx) => {
    const maker = await holdOwnKey(tx, caller, parts.now());
    const place = await placeOf(tx, caller, input);
    assertMayGrant(caller, scopes);
    const own = boundsOf(maker);
    const { networks = own.networks, limits = own.limits, metadata = {} } = input;
    const held = { scopes, networks, limits };
    assertAsNarrow(maker, held);
    await assertWithinPlan(tx, { consumerId: place.consumer.id, environment: place.environment }, held);
    const key: NewKey = {
      ...place,
      ...held,
      metadata,
      name: input.name,
      expiresAt: endWithin(maker, expiresAt),
      createdByKeyId: maker?.id ?? null,
      parentKeyId: maker?.id ?? null,
      action: 'api_key.create',
    };
    return insertKey(tx, { parts, caller }, key);
  });
};

/**
 * Creates the successor of a key with the same rights; the old one keeps working for the overlap. The successor stands where
 * the old one stands, and what stands below the old one stands below it. A key has one successor: asked twice, the second is
 * refused.
 */
export const rotateApiKey = async (
  em: EntityManager,
  { parts, keyRing, caller, ifMatch }: Act & { keyRing: KeyRing },
  input: RotateApiKey,
): Promise<ApiKeyCreated> => {
  const now = parts.now();
  const created = await em.transactional(async (tx) => {
    const maker = await holdOwnKey(tx, caller, now, input.id);
    const old = await lock(tx, input.id);
    assertNotBroader(caller, old);
    apiKeyTag.assertExpected(ifMatch, viewApiKey(old, now));
    if (old.status(now) !== 'active') throw new Problem('api_key.inactive');
    if (old.successorId)
      throw new Problem('api_key.inactive', {
        detail: `It was replaced by ${old.successorId} already. Rotate that one, or create a new key.`,
      });
    assertMayGrant(caller, old.scopes);
    assertNotOutlived(maker, old);
    const held = { scopes: old.scopes, networks: old.networks ?? [], limits: old.limits ?? [] };
    await assertWithinPlan(tx, { consumerId: old.consumer.id, environment: old.environment }, held);
    const end = new Date(now.getTime() + input.overlapSeconds * 1000);
    const expiresAt = old.expiresAt ?? null;
    const oldEnd = old.expiresAt && old.expiresAt < end ? old.expiresAt : end;
    old.expiresAt = oldEnd;
    const successor = await insertKey(
      tx,
      { parts, caller },
      {
        consumer: old.consumer,
        environment: old.environment,
        name: old.name,
        ...held,
        metadata: old.metadata ?? {},
        expiresAt,
        createdByKeyId: maker?.id ?? null,
        parentKeyId: old.parentKeyId ?? null,
        action: 'api_key.rotate',
        changes: { predecessor: { after: old.id }, predecessorExpiresAt: { after: oldEnd.toISOString() } },
      },
    );
    old.successorId = successor.id;
    await tx.flush();
    await moveBelow(tx, old.id, successor.id);
    return successor;
  });
  keyRing.forget();
  return created;
};

const endKey = async (
  tx: EntityManager,
  caller: Caller,
  key: ApiKey,
  now: Date,
  below: object,
): Promise<void> => {
  const before = key.revokedAt ? 'revoked' : 'active';
  key.revokedAt ??= now;
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'api_key.revoke',
    targetId: key.id,
    consumerId: key.consumer.id,
    environment: key.environment,
    changes: { status: { before, after: 'revoked' }, ...below },
    at: now,
  });
};

/**
 * Revokes a key and all that were made with it, from the next request on. `keepChildren`, for people, lets those go on.
 * Doing it twice changes nothing, but that keys which were made since end too.
 */
export const revokeApiKey = async (
  em: EntityManager,
  { parts, keyRing, caller, ifMatch }: Act & { keyRing: KeyRing },
  input: RevokeApiKey,
): Promise<ApiKeyRevoked> => {
  const now = parts.now();
  if (input.keepChildren && caller.principal.kind === 'consumer')
    throw new Problem('auth.grant_refused', {
      detail: 'Only people may let keys go on without the key that made them. Leave out `keepChildren`.',
    });
  const revoked = await em.transactional(async (tx) => {
    const key = await lock(tx, input.id);
    assertNotBroader(caller, key);
    apiKeyTag.assertExpected(ifMatch, viewApiKey(key, now));
    const released = input.keepChildren ? await releaseBelow(tx, key) : 0;
    const ids = input.keepChildren ? [] : await revokeBelow(tx, caller, key, now);
    if (!key.revokedAt || ids.length > 0 || released > 0)
      await endKey(tx, caller, key, now, {
        ...(ids.length > 0 ? { revokedWithIt: { after: ids.length } } : {}),
        ...(released > 0 ? { kept: { after: released } } : {}),
      });
    return { ...viewApiKey(key, now), revokedWithIt: ids };
  });
  keyRing.forget();
  return revoked;
};
