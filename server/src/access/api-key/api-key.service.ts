import type { Act } from '../../platform/guard/act.ts';
import type { Loaded } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  ApiKeyActivity,
  ApiKeyCreated,
  ApiKeyVerdict,
  ApiKeyView,
  CreateApiKey,
  ListApiKeys,
  RotateApiKey,
} from '@parley/shared/access/api-key';
import type { Environment } from '@parley/shared/words/environment';
import { type Scope, staffOnlyScopes } from '@parley/shared/scope';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import type { Consumer } from '../consumer/consumer.entity.ts';
import { placeOf } from '../consumer/consumer.service.ts';
import { afterCursor, pageFrom } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { newId } from '../../platform/secret/id.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newKeySecret, sha256 } from '../../platform/secret/secret.ts';
import { activityOf } from '../../platform/usage/usage.service.ts';
import { ApiKey } from './api-key.entity.ts';
import type { KeyRing } from './key-ring.service.ts';

// A key of a suspended consumer is refused, whatever it says of itself.
const statusOf = (key: Loaded<ApiKey, 'consumer'>, now: Date): ApiKeyView['status'] => {
  const status = key.status(now);
  return status === 'active' && key.consumer.status === 'suspended' ? 'suspended' : status;
};

const viewApiKey = (key: Loaded<ApiKey, 'consumer'>, now: Date): ApiKeyView => ({
  id: key.id,
  consumerId: key.consumer.id,
  consumerName: key.consumer.name,
  name: key.name,
  environment: key.environment,
  scopes: key.scopes,
  hint: key.hint,
  status: statusOf(key, now),
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
});

const statusFilter = (status: ApiKeyView['status'] | undefined, now: Date) => {
  if (status === 'revoked') return { revokedAt: { $ne: null } };
  if (status === 'expired') return { revokedAt: null, expiresAt: { $lte: now } };
  return status === undefined
    ? {}
    : { revokedAt: null, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] };
};

const load = async (em: EntityManager, id: string): Promise<Loaded<ApiKey, 'consumer'>> => {
  const key = await em.findOne(ApiKey, { id }, { populate: ['consumer'] });
  if (!key) throw new Problem('api_key.not_found');
  return key;
};

const loadLocked = async (tx: EntityManager, id: string): Promise<Loaded<ApiKey, 'consumer'>> => {
  await lockRow(tx, ApiKey, { id });
  return load(tx, id);
};

/** API keys, newest first, never with their secrets. */
export const listApiKeys = async (em: EntityManager, parts: Parts, query: ListApiKeys) => {
  const { limit, cursor, consumerId, environment, status } = query;
  const now = parts.now();
  const rows = await em.find(
    ApiKey,
    {
      ...given({ environment }),
      ...statusFilter(status, now),
      consumer: given({
        id: consumerId,
        status: status === 'active' || status === 'suspended' ? status : undefined,
      }),
      ...afterCursor({ limit, cursor }),
    },
    { orderBy: { id: 'desc' }, limit: limit + 1, populate: ['consumer'] },
  );
  return pageFrom(rows, limit, (key) => viewApiKey(key, now));
};

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
  return { lastUsedAt: key.lastUsedAt?.toISOString() ?? null, ...(await activityOf(em, id, parts.now())) };
};

const assertMayGrant = (caller: Caller, scopes: readonly Scope[]): void => {
  const held = scopesOf(caller.principal);
  const refused = scopes.filter((scope) => !held.has(scope) || staffOnlyScopes.includes(scope));
  if (refused.length > 0)
    throw new Problem('auth.grant_refused', {
      detail: `A key cannot be given ${refused.join(', ')}: ${
        refused.some((scope) => staffOnlyScopes.includes(scope))
          ? 'only people hold these scopes'
          : 'you do not hold these scopes yourself'
      }.`,
    });
};

interface NewKey {
  consumer: Consumer;
  environment: Environment;
  name: string;
  scopes: Scope[];
  expiresAt: Date | null;
  action: 'api_key.create' | 'api_key.rotate';
  changes?: Record<string, { before?: unknown; after?: unknown }>;
}

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
      ...changes,
    },
    at: now,
  });
  return { ...viewApiKey(await load(tx, key.id), now), secret };
};

/** Creates a key. Its secret is in the answer and nowhere else. Nobody grants a scope that they do not hold. */
export const createApiKey = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreateApiKey,
): Promise<ApiKeyCreated> => {
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt <= parts.now())
    throw new Problem('request.invalid', {
      detail: '`expiresAt` is in the past.',
      errors: [{ path: '/expiresAt', message: 'A time in the future.' }],
    });
  const scopes = [...new Set(input.scopes)];
  return em.transactional(async (tx) => {
    const place = await placeOf(tx, caller, input);
    assertMayGrant(caller, scopes);
    return insertKey(
      tx,
      { parts, caller },
      {
        ...place,
        name: input.name,
        scopes,
        expiresAt,
        action: 'api_key.create',
      },
    );
  });
};

/**
 * Creates the successor of a key with the same rights; the old one keeps working for the overlap. A key has one successor:
 * asked twice, the second is refused.
 */
export const rotateApiKey = async (
  em: EntityManager,
  { parts, keyRing, caller }: Act & { keyRing: KeyRing },
  input: RotateApiKey,
): Promise<ApiKeyCreated> => {
  const now = parts.now();
  const created = await em.transactional(async (tx) => {
    const old = await loadLocked(tx, input.id);
    if (old.status(now) !== 'active') throw new Problem('api_key.inactive');
    if (old.successorId)
      throw new Problem('api_key.inactive', {
        detail: `It was replaced by ${old.successorId} already. Rotate that one, or create a new key.`,
      });
    assertMayGrant(caller, old.scopes);
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
        scopes: old.scopes,
        expiresAt,
        action: 'api_key.rotate',
        changes: { predecessor: { after: old.id }, predecessorExpiresAt: { after: oldEnd.toISOString() } },
      },
    );
    old.successorId = successor.id;
    await tx.flush();
    return successor;
  });
  keyRing.forget();
  return created;
};

/** Revokes a key: it is refused from the next request on. Doing it twice changes nothing. */
export const revokeApiKey = async (
  em: EntityManager,
  { parts, keyRing, caller }: Act & { keyRing: KeyRing },
  id: string,
): Promise<ApiKeyView> => {
  const now = parts.now();
  const view = await em.transactional(async (tx) => {
    const key = await loadLocked(tx, id);
    if (key.revokedAt) return viewApiKey(key, now);
    key.revokedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'api_key.revoke',
      targetId: key.id,
      consumerId: key.consumer.id,
      environment: key.environment,
      changes: { status: { before: 'active', after: 'revoked' } },
      at: now,
    });
    return viewApiKey(key, now);
  });
  keyRing.forget();
  return view;
};

/**
 * Says whether a presented secret opens anything, for services that check keys themselves. A key asks about keys of its
 * own environment; those of the other one are unknown to it.
 */
export const verifyApiKey = async (
  { parts, keyRing, caller }: Act & { keyRing: KeyRing },
  secret: string,
): Promise<ApiKeyVerdict> => {
  const { reason, principal } = await keyRing.verify(secret);
  const { principal: asking } = caller;
  if (!principal) return { valid: false, reason, key: null };
  if (asking.kind === 'consumer' && asking.environment !== principal.environment)
    return { valid: false, reason: 'unknown', key: null };
  const key = await getApiKey(parts.openEm(everyone), parts, principal.keyId);
  return { valid: reason === 'valid', reason, key };
};
