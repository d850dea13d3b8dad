import type { ApiKeyVerdict, VerifyApiKey } from '@parley/shared/access/api-key';
import { holds } from '@parley/shared/scope';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import { credentialOf, type Principal } from '../../platform/request/principal.ts';
import { isMeantAsJwt } from '../../platform/secret/jwt.ts';
import type { UsageCounter } from '../../platform/usage/usage.service.ts';
import { getApiKey } from '../api-key/api-key.service.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import type { KeyCallers } from '../key-caller/key-callers.service.ts';
import type { CalledOperation } from '../limit/applied-limits.service.ts';
import type { Limiter } from '../limit/limiter.service.ts';
import { noBounds, type OwnBounds, type PlanRing } from '../plan/plan-ring.service.ts';
import type { TokenRing } from '../token/token-ring.service.ts';

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

/** What verifying takes of the process. */
type Verifying = Act & {
  keyRing: KeyRing;
  tokens: Pick<TokenRing, 'verify'>;
  planRing: PlanRing;
  limiter: Limiter;
  usage: UsageCounter;
  keyCallers: KeyCallers;
};

/** A credential that is accepted by itself, and what it is narrowed to. */
interface Known {
  principal: ConsumerPrincipal;
  own: OwnBounds;
}

const calledOf = (operation: string | undefined): CalledOperation => ({
  operationId: operation?.includes(' ') ? null : (operation ?? null),
  place: operation?.includes(' ') ? operation : null,
});

/** Under what a call is counted that was made elsewhere. */
const operationOf = (operation: string | undefined): string =>
  (operation ?? 'verified elsewhere').slice(0, 100);

const noteUse = ({ usage, keyCallers }: Verifying, { principal }: Known, input: VerifyApiKey): void => {
  usage.record(principal, operationOf(input.operation), false);
  keyCallers.record(principal, input.address ?? null, input.agent ?? null);
};

type Judgement = Pick<ApiKeyVerdict, 'reason' | 'scopes' | 'retryAfterSeconds'>;

/** What the plan, and what is asked for beside the secret, say of a key that is accepted by itself. */
const judge = async (act: Verifying, known: Known, input: VerifyApiKey): Promise<Judgement> => {
  const { planRing, limiter } = act;
  if (input.environment && input.environment !== known.principal.environment)
    return { reason: 'environment' };
  const held = await planRing.narrow(known.principal, known.own, input.address ?? null);
  if (held.reason !== 'valid') return { reason: held.reason };
  const { principal } = held;
  const scopes = [...principal.scopes];
  if ((input.scopes ?? []).some((scope) => !holds(principal.scopes, scope)))
    return { reason: 'scope', scopes };
  if (input.count) {
    const outcome = await limiter.decide(planRing.limitsOf(principal), [calledOf(input.operation)]);
    if (outcome?.refusal)
      return {
        reason: 'rate_limited',
        scopes,
        retryAfterSeconds: Number(outcome.refusal.headers['retry-after']),
      };
  }
  noteUse(act, known, input);
  return { reason: 'valid', scopes };
};

/** A key or token of the other environment is unknown to whoever asks with one of this. */
const isOfOther = (
  { caller: { principal: asking } }: Verifying,
  { environment }: ConsumerPrincipal,
): boolean => asking.kind === 'consumer' && asking.environment !== environment;

const verifyToken = async (act: Verifying, input: VerifyApiKey): Promise<ApiKeyVerdict> => {
  const { holder, reason } = await act.tokens.verify(input.secret);
  if (!holder) return { valid: false, reason, key: null };
  const { principal, endsAt } = holder;
  if (isOfOther(act, principal)) return { valid: false, reason: 'unknown', key: null };
  const judgement = await judge(act, { principal, own: noBounds }, input);
  const token = {
    credential: credentialOf(principal) === 'client' ? ('client' as const) : ('issuer' as const),
    id: principal.keyId,
    name: principal.keyName,
    consumerId: principal.consumerId,
    environment: principal.environment,
    expiresAt: new Date(endsAt).toISOString(),
  };
  return { valid: judgement.reason === 'valid', ...judgement, key: null, token };
};

/**
 * Says whether a presented key or access token opens what is asked for, for services that check credentials themselves. A key
 * asks about those of its own environment; those of the other one are unknown to it. Where a network is named and no
 * address is told it is refused: a service that forgets the address would open the key to all.
 */
export const verifyApiKey = async (act: Verifying, input: VerifyApiKey): Promise<ApiKeyVerdict> => {
  if (isMeantAsJwt(input.secret)) return verifyToken(act, input);
  const { parts, keyRing } = act;
  const verdict = await keyRing.verify(input.secret);
  const { reason, principal } = verdict;
  if (!principal) return { valid: false, reason, key: null };
  if (isOfOther(act, principal)) return { valid: false, reason: 'unknown', key: null };
  const key = await getApiKey(parts.openEm(everyone), parts, principal.keyId);
  if (verdict.reason !== 'valid') return { valid: false, reason, key };
  const judgement = await judge(act, verdict, input);
  return { valid: judgement.reason === 'valid', ...judgement, key };
};
