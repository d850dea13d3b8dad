import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import { holds, type Scope, staffOnlyScopes } from '@parley/shared/scope';
import type { Limit } from '@parley/shared/access/limit';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { widerThan } from '../plan/bounds.service.ts';
import { ApiKey } from './api-key.entity.ts';

/** Refuses to give a key scopes that the caller does not hold, or that only people hold. */
export const assertMayGrant = (caller: Caller, scopes: readonly Scope[]): void => {
  const held = scopesOf(caller.principal);
  const refused = scopes.filter((scope) => !holds(held, scope) || staffOnlyScopes.includes(scope));
  if (refused.length > 0)
    throw new Problem('auth.grant_refused', {
      detail: `A key cannot be given ${refused.join(', ')}: ${
        refused.some((scope) => staffOnlyScopes.includes(scope))
          ? 'only people hold these scopes'
          : 'you do not hold these scopes yourself'
      }.`,
    });
};

/** Refuses to end or replace a key that may do more than the caller, who could not make one like it. */
export const assertNotBroader = (caller: Caller, key: ApiKey): void => {
  const held = scopesOf(caller.principal);
  const beyond = key.scopes.filter((scope) => !holds(held, scope));
  if (beyond.length > 0)
    throw new Problem('api_key.broader', {
      detail: `${key.id} holds ${beyond.join(', ')}, which you do not hold. Ask somebody who does.`,
    });
};

/**
 * The key that the caller is, as it is now, or `null` for people and the command line. It stays so until the transaction
 * ends: whoever revokes it waits, and then finds what was made with it. `changedId` is the key that is changed next.
 */
export const holdOwnKey = async (
  tx: EntityManager,
  caller: Caller,
  now: Date,
  changedId?: string,
): Promise<ApiKey | null> => {
  const { principal } = caller;
  if (principal.kind !== 'consumer') return null;
  // Two that share a row and both want to change it wait for each other for ever.
  const lockMode = principal.keyId === changedId ? LockMode.PESSIMISTIC_WRITE : LockMode.PESSIMISTIC_READ;
  const key = await tx.findOne(ApiKey, { id: principal.keyId }, { lockMode, refresh: true });
  // Another process may have revoked it since it was verified.
  if (key?.status(now) !== 'active')
    throw new Problem('auth.invalid', { detail: 'This API key has just been revoked or has expired.' });
  return key;
};

/** Refuses a key that could be used from where, or as often as, the key that makes it cannot. */
export const assertAsNarrow = (
  maker: ApiKey | null,
  held: { networks: readonly string[]; limits: readonly Limit[] },
): void => {
  const own = { scopes: [], networks: maker?.networks ?? [], limits: maker?.limits ?? [] };
  const wider = widerThan({ scopes: [], networks: [...held.networks], limits: [...held.limits] }, own, '');
  if (maker && wider.length > 0)
    throw new Problem('auth.grant_refused', {
      detail: 'A key that your key makes is held to the networks and limits of yours, or to less.',
      errors: wider,
    });
};

const laterThan = (expiresAt: Date | null, end: Date): boolean => expiresAt === null || expiresAt > end;

/** When a key that this key makes ends: when it was asked for, and with its maker where nothing was. Refuses what is later. */
export const endWithin = (maker: ApiKey | null, asked: Date | null): Date | null => {
  const end = maker?.expiresAt ?? null;
  if (end === null) return asked;
  if (asked === null) return end;
  if (laterThan(asked, end))
    throw new Problem('auth.grant_refused', {
      detail: `A key that your key makes cannot outlive it: \`expiresAt\` can be ${end.toISOString()} at the latest.`,
      errors: [{ path: '/expiresAt', message: `Not after ${end.toISOString()}.` }],
    });
  return asked;
};

/** Refuses to replace a key by one that would outlive the key which makes it. */
export const assertNotOutlived = (maker: ApiKey | null, key: ApiKey): void => {
  const end = maker?.expiresAt;
  if (maker && end && maker.id !== key.id && laterThan(key.expiresAt ?? null, end))
    throw new Problem('api_key.broader', {
      detail: `${key.id} works longer than your key, which ends at ${end.toISOString()}: a successor of it would outlive yours.`,
    });
};

const generationsMax = 1000;

/**
 * The keys that end with this one, those that have ended by themselves left out: it made them, or they stand below it, and so on
 * down. With a lock they stay as they are; each generation is looked for after the one above is locked, so that none
 * that is being made is missed.
 */
const below = async (
  em: EntityManager,
  key: ApiKey,
  now: Date,
  lockMode: LockMode.PESSIMISTIC_WRITE | LockMode.NONE,
): Promise<ApiKey[]> => {
  const found = new Map<string, ApiKey>([[key.id, key]]);
  let generation = [key.id];
  for (let depth = 0; generation.length > 0 && depth < generationsMax; depth += 1) {
    const next = await em.find(
      ApiKey,
      { $or: [{ parentKeyId: { $in: generation } }, { createdByKeyId: { $in: generation } }] },
      { orderBy: { id: 'asc' }, ...(lockMode === LockMode.NONE ? {} : { lockMode, refresh: true }) },
    );
    const fresh = next.filter(({ id }) => !found.has(id));
    for (const one of fresh) found.set(one.id, one);
    generation = fresh.map(({ id }) => id);
  }
  return [...found.values()].filter((one) => one !== key && one.status(now) === 'active');
};

/** The keys that would be revoked with this one. */
export const keysBelow = async (em: EntityManager, key: ApiKey, now: Date): Promise<ApiKey[]> =>
  below(em, key, now, LockMode.NONE);

/** How many keys would be revoked with this one. */
export const countBelow = async (em: EntityManager, key: ApiKey, now: Date): Promise<number> =>
  (await keysBelow(em, key, now)).length;

const namedMax = 100;

const isOwnSuccessor = (caller: Caller, one: ApiKey, key: ApiKey): boolean =>
  caller.principal.kind === 'consumer' &&
  caller.principal.keyId === one.id &&
  one.createdByKeyId === key.id &&
  one.parentKeyId !== key.id;

/**
 * Revokes what stands below a key and answers their ids. The key is locked by the caller. A key that replaced itself
 * and now revokes its predecessor stays.
 */
export const revokeBelow = async (
  tx: EntityManager,
  caller: Caller,
  key: ApiKey,
  now: Date,
): Promise<string[]> => {
  const ended = (await below(tx, key, now, LockMode.PESSIMISTIC_WRITE)).filter(
    (one) => !isOwnSuccessor(caller, one, key),
  );
  const ids = ended.map(({ id }) => id);
  await tx.nativeUpdate(ApiKey, { id: { $in: ids } }, { revokedAt: now });
  // Each has an entry of its own as long as they are few: one transaction holds up everybody else's.
  for (const one of ended.slice(0, namedMax))
    await recordAudit(tx, caller, {
      action: 'api_key.revoke',
      targetId: one.id,
      consumerId: one.consumer.id,
      environment: one.environment,
      changes: { status: { before: 'active', after: 'revoked' }, revokedWith: { after: key.id } },
      at: now,
    });
  return ids;
};

/** Lets what stands below a key go on without it: it stands below nobody then. Answers how many keys that are. */
export const releaseBelow = async (tx: EntityManager, key: ApiKey): Promise<number> => {
  const children = await tx.find(
    ApiKey,
    { $or: [{ parentKeyId: key.id }, { createdByKeyId: key.id }] },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  for (const child of children) {
    if (child.parentKeyId === key.id) child.parentKeyId = null;
    if (child.createdByKeyId === key.id) child.createdByKeyId = null;
  }
  await tx.flush();
  return children.length;
};
