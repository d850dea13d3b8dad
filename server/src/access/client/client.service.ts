import type { EntityManager } from '@mikro-orm/sql';
import type {
  ClientActivity,
  ClientCreated,
  ClientRevoked,
  ClientView,
  CountClients,
  CreateClient,
  ListClients,
  UpdateClient,
} from '@parley/shared/access/client';
import type { Scope } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import type { RowCount } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { countRowsOf, pageOfIds, rowsInOrder } from '../../platform/database/list-page.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { activityOf } from '../../platform/usage/usage.service.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import {
  assertMayGrant,
  assertNotBroader,
  assertAsNarrow,
  countBelow,
  endWithin,
  type Holder,
  holdOwnKey,
  revokeBelow,
} from '../api-key/key-tree.service.ts';
import { placeOf } from '../consumer/consumer.service.ts';
import { assertWithinPlan } from '../plan/plan.service.ts';
import { askedForClients } from './client-filter.ts';
import { readClientKeys } from './client-keys.ts';
import { assertActive, loadClient, lockClient } from './client-row.service.ts';
import { newSecretOf } from './client-secret.service.ts';
import { clientTag, viewClient } from './client-view.ts';
import { Client } from './client.entity.ts';

type Acting = Act & { keyRing: KeyRing };

const tokenSecondsUnlessSaid = 900;

/** Refuses scopes beyond the plan of the consumer, and a client where a key that is narrowed makes one: it would have no such bounds. */
const assertWithinBounds = async (
  tx: EntityManager,
  maker: Holder | null,
  { consumer, environment }: { consumer: { id: string }; environment: Environment },
  scopes: readonly Scope[],
): Promise<void> => {
  const none = { networks: [], limits: [] };
  assertAsNarrow(maker, none);
  await assertWithinPlan(tx, { consumerId: consumer.id, environment }, { scopes: [...scopes], ...none });
};

const listed: ListedTable = {
  table: 'client',
  prefix: 'cli',
  ways: [
    { index: 'client_by_consumer_index', columns: ['consumer_id', 'environment'] },
    { index: 'client_by_environment_index', columns: ['environment'] },
  ],
  values: { environment: Environment.options },
  examined: examinedOfSmall,
  ownedBy: ({ consumerId, environment }) => ({ consumer_id: [consumerId], environment: [environment] }),
};

/** OAuth clients, newest first, never with their secrets. */
export const listClients = async (em: EntityManager, parts: Parts, query: ListClients) => {
  const now = parts.now();
  const { ids, cursors } = await pageOfIds(em, listed, {
    ...askedForClients(parts, query),
    paging: Paging.of('clients', query),
  });
  const rows = await rowsInOrder(ids, async (id) =>
    em.find(Client, { id }, { populate: ['consumer'], filters: { owner: false } }),
  );
  return { items: rows.map((client) => viewClient(client, now)), ...cursors };
};

/** How many OAuth clients such a list has. */
export const countListedClients = async (
  em: EntityManager,
  parts: Parts,
  query: CountClients,
): Promise<RowCount> => countRowsOf(em, listed, askedForClients(parts, query));

/** One OAuth client. */
export const getClient = async (em: EntityManager, parts: Parts, id: string): Promise<ClientView> =>
  viewClient(await loadClient(em, id), parts.now());

/** What the tokens of a client did lately, and what would end with it. */
export const getClientActivity = async (
  em: EntityManager,
  parts: Parts,
  id: string,
): Promise<ClientActivity> => {
  const client = await loadClient(em, id);
  const now = parts.now();
  return {
    lastUsedAt: client.lastUsedAt?.toISOString() ?? null,
    ...(await activityOf(parts.store, id, now)),
    below: await countBelow(em, client, now),
  };
};

const assertInFuture = (expiresAt: Date | null, now: Date): void => {
  if (expiresAt && expiresAt <= now)
    throw new Problem('request.invalid', {
      detail: '`expiresAt` is in the past.',
      errors: [{ path: '/expiresAt', message: 'A time in the future.' }],
    });
};

/**
 * Creates a client. Its secret is in the answer and nowhere else; one with `publicKeys` has none. Nobody grants a scope that
 * they do not hold; a key or client that makes a client is not outlived by it, neither by time nor when it is revoked.
 */
export const createClient = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreateClient,
): Promise<ClientCreated> => {
  const now = parts.now();
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  assertInFuture(expiresAt, now);
  const publicKeys = readClientKeys(input.publicKeys ?? []);
  const scopes = [...new Set(input.scopes)];
  return em.transactional(async (tx) => {
    const maker = await holdOwnKey(tx, caller, now);
    const place = await placeOf(tx, caller, input);
    assertMayGrant(caller, scopes);
    await assertWithinBounds(tx, maker, place, scopes);
    const made = publicKeys.length > 0 ? null : newSecretOf(parts, place.environment, now);
    const client = tx.create(Client, {
      id: newId('cli', now.getTime()),
      ...place,
      name: input.name,
      scopes,
      ...made?.columns,
      publicKeys,
      tokenSeconds: input.tokenSeconds ?? tokenSecondsUnlessSaid,
      createdAt: now,
      updatedAt: now,
      expiresAt: endWithin(maker, expiresAt),
      createdByKeyId: maker?.id ?? null,
      parentKeyId: maker?.id ?? null,
    });
    await tx.flush();
    const view = viewClient(await loadClient(tx, client.id), now);
    const { name, authentication, tokenSeconds, createdByKeyId } = view;
    await recordAudit(tx, caller, {
      action: 'client.create',
      targetId: client.id,
      consumerId: place.consumer.id,
      environment: place.environment,
      changes: {
        ...changesBetween({}, { name, scopes, authentication, tokenSeconds, publicKeys }),
        expiresAt: { after: view.expiresAt },
        ...(createdByKeyId === null ? {} : { createdByKeyId: { after: createdByKeyId } }),
      },
      at: now,
    });
    return { ...view, secret: made?.secret ?? null };
  });
};

/** Who authenticates by a key stays so, and who does by a secret as well. */
const keysOf = (client: Client, asked: UpdateClient['publicKeys']) => {
  if (asked === undefined) return undefined;
  if (client.secretHash)
    throw new Problem('client.key_refused', {
      detail: 'This client has a secret. Create one that signs with a key of its own.',
    });
  return readClientKeys(asked);
};

/** Changes a client. Tokens that it has are narrowed with its scopes, from the next request on. */
export const updateClient = async (
  em: EntityManager,
  { parts, keyRing, caller, ifMatch }: Acting,
  { id, ...input }: UpdateClient,
): Promise<ClientView> => {
  const now = parts.now();
  const view = await em.transactional(async (tx) => {
    const maker = await holdOwnKey(tx, caller, now, id);
    const client = await lockClient(tx, id);
    assertNotBroader(caller, client);
    clientTag.assertExpected(ifMatch, viewClient(client, now));
    assertActive(client, now);
    const scopes = input.scopes && [...new Set(input.scopes)];
    if (scopes) {
      assertMayGrant(caller, scopes);
      await assertWithinBounds(tx, maker, client, scopes);
    }
    const patch = given({ ...input, scopes, publicKeys: keysOf(client, input.publicKeys) });
    const changes = changesBetween(viewClient(client, now), patch);
    if (Object.keys(changes).length === 0) return viewClient(client, now);
    tx.assign(client, { ...patch, updatedAt: now });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'client.update',
      targetId: id,
      consumerId: client.consumer.id,
      environment: client.environment,
      changes,
      at: now,
    });
    return viewClient(client, now);
  });
  keyRing.forget();
  return view;
};

/**
 * Revokes a client: its tokens, and all that was made with it, are refused from the next request on. Doing it twice changes
 * nothing, but that what was made since ends too.
 */
export const revokeClient = async (
  em: EntityManager,
  { parts, keyRing, caller, ifMatch }: Acting,
  id: string,
): Promise<ClientRevoked> => {
  const now = parts.now();
  const revoked = await em.transactional(async (tx) => {
    const client = await lockClient(tx, id);
    assertNotBroader(caller, client);
    clientTag.assertExpected(ifMatch, viewClient(client, now));
    const ids = await revokeBelow(tx, caller, client, now);
    if (!client.revokedAt || ids.length > 0) {
      const before = client.revokedAt ? 'revoked' : 'active';
      client.revokedAt ??= now;
      await tx.flush();
      await recordAudit(tx, caller, {
        action: 'client.revoke',
        targetId: id,
        consumerId: client.consumer.id,
        environment: client.environment,
        changes: {
          status: { before, after: 'revoked' },
          ...(ids.length > 0 ? { revokedWithIt: { after: ids.length } } : {}),
        },
        at: now,
      });
    }
    return { ...viewClient(client, now), revokedWithIt: ids };
  });
  keyRing.forget();
  return revoked;
};
