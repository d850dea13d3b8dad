import type { EntityManager } from '@mikro-orm/sql';
import { ApiKeyCreated } from '@parley/shared/access/api-key';
import { holds } from '@parley/shared/scope';
import type { Act } from '../../platform/guard/act.ts';
import { scopesOf } from '../../platform/request/principal.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { ApiKey } from './api-key.entity.ts';

/** Whether a kept answer with the secret of a key may still be shown: the key is active, and the caller could make it today. */
export const isKeyStillGood = async ({ em, parts, caller }: Act & { em: EntityManager }, answer: unknown) => {
  const kept = ApiKeyCreated.safeParse(answer);
  if (!kept.success) return false;
  const key = await em.findOne(ApiKey, { id: kept.data.id, secretHash: sha256(kept.data.secret) });
  const held = scopesOf(caller.principal);
  return key?.status(parts.now()) === 'active' && key.scopes.every((scope) => holds(held, scope));
};
