import type { EntityManager } from '@mikro-orm/sql';
import { ClientCreated } from '@parley/shared/access/client';
import { holds } from '@parley/shared/scope';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { Client } from './client.entity.ts';

/** Whether a kept answer with the secret of a client may still be shown: it works, and the caller could make it today. */
export const isClientStillGood = async (
  { em, parts, caller }: Act & { em: EntityManager },
  answer: unknown,
) => {
  const kept = ClientCreated.safeParse(answer);
  if (!kept.success) return false;
  const { id, secret } = kept.data;
  const client = await em.findOne(Client, { id });
  const now = parts.now();
  if (client?.status(now) !== 'active') return false;
  const held = scopesOf(caller.principal);
  if (!client.scopes.every((scope) => holds(held, scope))) return false;
  const hash = secret === null ? null : sha256(secret);
  return hash === client.secretHash || (client.hasPrevious(now) && hash === client.previousHash);
};
