import type { EntityManager } from '@mikro-orm/sql';
import type { ClientCreated, ClientView, RotateClient } from '@parley/shared/access/client';
import type { Environment } from '@parley/shared/words/environment';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newClientSecret, sha256 } from '../../platform/secret/secret.ts';
import { assertNotBroader, holdOwnKey } from '../api-key/key-tree.service.ts';
import { assertActive, lockClient } from './client-row.service.ts';
import { clientTag, viewClient } from './client-view.ts';

/** A new secret, and what of it the row of its client holds. */
export const newSecretOf = (parts: Parts, environment: Environment, now: Date) => {
  const secret = newClientSecret(parts.keyPrefix, environment);
  return {
    secret,
    columns: {
      secretHash: sha256(secret),
      secretHint: `${parts.keyPrefix}_client_${environment}_…${secret.slice(-4)}`,
      secretCreatedAt: now,
    },
  };
};

/**
 * Gives a client a new secret; the old one works on for the overlap. Two work at once, never three: while one that was
 * replaced before works, `endPrevious` has to be said.
 */
export const rotateClient = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  input: RotateClient,
): Promise<ClientCreated> => {
  const now = parts.now();
  return em.transactional(async (tx) => {
    await holdOwnKey(tx, caller, now, input.id);
    const client = await lockClient(tx, input.id);
    assertNotBroader(caller, client);
    clientTag.assertExpected(ifMatch, viewClient(client, now));
    assertActive(client, now);
    if (!client.secretHash) throw new Problem('client.without_secret');
    if (client.hasPrevious(now) && !input.endPrevious)
      throw new Problem('client.rotating', {
        detail: `The secret before the present one works until ${client.previousEndsAt?.toISOString()}. Send \`endPrevious: true\` to end it now.`,
      });
    const endsAt = new Date(now.getTime() + input.overlapSeconds * 1000);
    const made = newSecretOf(parts, client.environment, now);
    tx.assign(client, {
      previousHash: client.secretHash,
      previousHint: client.secretHint ?? null,
      previousCreatedAt: client.secretCreatedAt ?? null,
      previousUsedAt: client.secretUsedAt ?? null,
      previousEndsAt: endsAt,
      ...made.columns,
      secretUsedAt: null,
      updatedAt: now,
    });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'client.rotate',
      targetId: client.id,
      consumerId: client.consumer.id,
      environment: client.environment,
      changes: {
        secret: { before: client.previousHint, after: client.secretHint },
        previousEndsAt: { after: endsAt.toISOString() },
      },
      at: now,
    });
    return { ...viewClient(client, now), secret: made.secret };
  });
};

/** Ends the secret before the present one now. Doing it twice changes nothing. */
export const endPreviousSecret = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  id: string,
): Promise<ClientView> => {
  const now = parts.now();
  return em.transactional(async (tx) => {
    await holdOwnKey(tx, caller, now, id);
    const client = await lockClient(tx, id);
    assertNotBroader(caller, client);
    clientTag.assertExpected(ifMatch, viewClient(client, now));
    if (!client.hasPrevious(now)) return viewClient(client, now);
    // Without the hash it has ended whatever the clock of another process says.
    client.previousHash = null;
    client.previousEndsAt = now;
    client.updatedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'client.end_secret',
      targetId: id,
      consumerId: client.consumer.id,
      environment: client.environment,
      changes: { secret: { before: client.previousHint, after: null } },
      at: now,
    });
    return viewClient(client, now);
  });
};
