import type { ApiKeyVerdict, VerifyApiKey } from '@parley/shared/access/api-key';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import { credentialOf, scopesOf } from '../../platform/request/principal.ts';
import type { UsageCounter } from '../../platform/usage/usage.service.ts';
import { getApiKey } from '../api-key/api-key.service.ts';
import type { Decision, Decisions } from '../decision/decision.service.ts';
import type { KeyCallers } from '../key-caller/key-callers.service.ts';
import type { CalledOperation } from '../limit/applied-limits.service.ts';

/** What verifying takes of the process. */
type Verifying = Act & { decisions: Decisions; usage: UsageCounter; keyCallers: KeyCallers };

const calledOf = (operation: string | undefined): CalledOperation => ({
  operationId: operation?.includes(' ') ? null : (operation ?? null),
  place: operation?.includes(' ') ? operation : null,
});

/** Under what a call is counted that was made elsewhere. */
const operationOf = (operation: string | undefined): string =>
  (operation ?? 'verified elsewhere').slice(0, 100);

type Holder = NonNullable<Decision['holder']>;

const noteUse = ({ usage, keyCallers }: Verifying, holder: Holder, input: VerifyApiKey): void => {
  usage.record(holder, operationOf(input.operation), false);
  keyCallers.record(holder, input.address ?? null, input.agent ?? null);
};

type Judgement = Pick<ApiKeyVerdict, 'reason' | 'scopes' | 'retryAfterSeconds'>;

const judgementOf = ({ principal, refusal }: Decision): Judgement => {
  const reason = refusal ? reasonOf(refusal.reason) : 'valid';
  if (principal.kind === 'anyone' || reason === 'environment') return { reason };
  const scopes = [...scopesOf(principal)];
  const retryAfter = refusal?.problem.headers['retry-after'];
  return {
    reason,
    scopes,
    ...(reason === 'rate_limited' && { retryAfterSeconds: Number(retryAfter) }),
  };
};

const reasonOf = (reason: NonNullable<Decision['refusal']>['reason']): ApiKeyVerdict['reason'] =>
  reason === 'missing' || reason === 'contract' ? 'malformed' : reason;

/** An access token, as whoever asks about it sees it. */
const viewToken = (holder: Holder, endsAt: number): NonNullable<ApiKeyVerdict['token']> => ({
  credential: credentialOf(holder) === 'client' ? 'client' : 'issuer',
  id: holder.keyId,
  name: holder.keyName,
  consumerId: holder.consumerId,
  environment: holder.environment,
  expiresAt: new Date(endsAt).toISOString(),
});

/**
 * Says whether a presented key or access token opens what is asked for, for services that check credentials themselves. A key
 * asks about those of its own environment; those of the other one are unknown to it. Where a network is named and no
 * address is told it is refused: a service that forgets the address would open the key to all.
 */
export const verifyApiKey = async (act: Verifying, input: VerifyApiKey): Promise<ApiKeyVerdict> => {
  const { parts, decisions, caller } = act;
  const decision = await decisions.open({ kind: 'secret', secret: input.secret }, input.address ?? null);
  const { holder, endsAt } = decision;
  if (!holder) return { valid: false, ...judgementOf(decision), key: null };
  const { principal: asking } = caller;
  if (asking.kind === 'consumer' && asking.environment !== holder.environment)
    return { valid: false, reason: 'unknown', key: null };
  const found =
    endsAt === null
      ? { key: await getApiKey(parts.openEm(everyone), parts, holder.keyId) }
      : { key: null, token: viewToken(holder, endsAt) };
  await decision.place(input.environment);
  decision.needs(input.scopes ?? []);
  if (input.count) await decision.count([calledOf(input.operation)]);
  const judgement = judgementOf(decision);
  if (judgement.reason === 'valid') noteUse(act, holder, input);
  return { valid: judgement.reason === 'valid', ...judgement, ...found };
};
