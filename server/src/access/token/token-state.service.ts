import { holds } from '@parley/shared/scope';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { OAuthError } from '../../platform/request/oauth-error.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { UsedAssertion } from '../client/used-assertion.entity.ts';
import { RevokedToken } from './revoked-token.entity.ts';
import type { TokenHolder, TokenRing } from './token-ring.service.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;
type Verifying = Act & { tokens: TokenRing };

/** The answer of introspection: RFC 7662, 2.2. Of a token that is not active nothing else is said. */
type Introspection =
  | { active: false }
  | {
      active: true;
      scope: string;
      client_id: string;
      token_type: 'Bearer';
      exp: number;
      iat: number;
      sub: string;
      aud: string;
      iss: string;
      jti: string;
      consumer_id: string;
      environment: string;
    };

/** A client asks about its own tokens; who may read clients, about all of its environment. */
const mayAsk = (asking: ConsumerPrincipal, { principal }: TokenHolder): boolean =>
  asking.keyId === principal.keyId ||
  (asking.environment === principal.environment && holds(asking.scopes, 'clients:read'));

/** Says whether an access token of ours is accepted now, and what it may do. */
export const introspectToken = async (
  { parts, tokens }: Verifying,
  asking: ConsumerPrincipal,
  token: string,
): Promise<Introspection> => {
  const { holder } = await tokens.verify(token);
  if (!holder?.own || !mayAsk(asking, holder)) return { active: false };
  const { own, principal, endsAt } = holder;
  return {
    active: true,
    scope: [...principal.scopes].join(' '),
    client_id: own.clientId,
    token_type: 'Bearer',
    exp: Math.floor(endsAt / 1000),
    iat: own.iat,
    sub: own.clientId,
    aud: parts.publicUrl,
    iss: parts.publicUrl,
    jti: own.jti,
    consumer_id: principal.consumerId,
    environment: principal.environment,
  };
};

/**
 * Revokes an access token, from the next request on. A client revokes its own; one that is not accepted anyway is left as it
 * is. Doing it twice changes nothing. RFC 7009, 2.
 */
export const revokeToken = async (
  { parts, tokens, caller }: Verifying,
  clientId: string,
  token: string,
): Promise<void> => {
  const { holder } = await tokens.verify(token);
  if (!holder) return;
  const { own, principal } = holder;
  if (own?.clientId !== clientId)
    throw new OAuthError('invalid_grant', 'This token was issued to another client, or by another issuer.');
  await parts.openEm(everyone).transactional(async (tx) => {
    const at = parts.now();
    const endsAt = own.exp * 1000;
    const revoked = await parts.store
      .within(tx)
      .all(
        'insert into revoked_token (id, expires_at) values (?, ?) on conflict (id) do nothing returning id',
        own.jti,
        parts.store.dialect === 'sqlite' ? endsAt : new Date(endsAt).toISOString(),
      );
    if (revoked.length === 0) return;
    await recordAudit(
      tx,
      { ...caller, principal },
      {
        action: 'token.revoke',
        targetId: own.jti,
        consumerId: principal.consumerId,
        environment: principal.environment,
        changes: { clientId: { after: clientId } },
        at,
      },
    );
  });
  tokens.forget();
};

const keptAfterMs = 60_000;

/** Removes what is remembered of tokens and assertions that have ended by themselves. A step of the minute loop. */
export const removeEndedTokens = async ({ openEm, now }: Parts): Promise<void> => {
  const em = openEm(everyone);
  const before = new Date(now().getTime() - keptAfterMs);
  await em.nativeDelete(RevokedToken, { expiresAt: { $lt: before } });
  await em.nativeDelete(UsedAssertion, { expiresAt: { $lt: before } });
};
