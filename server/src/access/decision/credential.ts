import type { ApiKeyVerdict } from '@parley/shared/access/api-key';
import {
  isPersonalToken,
  principalOfToken as principalOfPersonalToken,
} from '../../administration/personal-token/personal-token.service.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { isMeantAsJwt } from '../../platform/secret/jwt.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { noBounds, type OwnBounds } from '../plan/plan-ring.service.ts';
import type { TokenRing } from '../token/token-ring.service.ts';

/** Who holds an API key, a token of a client or one of a trusted issuer. */
export type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

/** What somebody comes with. */
export type Presented =
  | { kind: 'nothing' }
  /** An `Authorization` header: a key, an access token, or a personal token. */
  | { kind: 'authorization'; header: string }
  /** The secret of an API key, or an access token, and nothing else. */
  | { kind: 'secret'; secret: string };

/** Why a decision was against the caller. */
type RefusalReason = Exclude<ApiKeyVerdict['reason'], 'valid'> | 'missing' | 'contract';

/** A refusal: the reason for programs that ask, the problem for the caller. */
export interface Refusal {
  reason: RefusalReason;
  problem: Problem;
}

/** Whose credential it is, as far as that is known, and whether it opens anything at all. */
export interface Proof {
  principal: Principal | null;
  own: OwnBounds;
  /** When an access token ends by itself, in milliseconds; `null` for whatever else there is. */
  endsAt: number | null;
  refusal: Refusal | null;
}

/** What verifies credentials. */
export interface Verifiers {
  parts: Parts;
  keyRing: KeyRing;
  tokens: TokenRing;
}

const detailOfKey = {
  malformed: 'This is not an API key of Parley: it is malformed, cut off or mistyped.',
  unknown: 'No such API key.',
  revoked: 'This API key was revoked.',
  expired: 'This API key has expired.',
} as const;

const refused = (
  reason: RefusalReason,
  problem: Problem,
  principal: ConsumerPrincipal | null = null,
): Proof => ({
  principal,
  own: noBounds,
  endsAt: null,
  refusal: { reason, problem },
});

const proveKey = async ({ keyRing }: Verifiers, secret: string): Promise<Proof> => {
  const verdict = await keyRing.verify(secret);
  const { reason, principal } = verdict;
  if (reason === 'valid') return { principal, own: verdict.own, endsAt: null, refusal: null };
  if (reason === 'suspended') return refused(reason, new Problem('consumer.suspended'), principal);
  return refused(reason, new Problem('auth.invalid', { detail: detailOfKey[reason] }), principal);
};

const proveToken = async ({ tokens }: Verifiers, token: string): Promise<Proof> => {
  const { holder, refusal, reason } = await tokens.verify(token);
  if (!holder) return refused(reason, refusal);
  return { principal: holder.principal, own: noBounds, endsAt: holder.endsAt, refusal: null };
};

const provePerson = async ({ parts }: Verifiers, token: string, peer: string | null): Promise<Proof> => {
  try {
    const principal = await principalOfPersonalToken(parts, token, peer);
    return { principal, own: noBounds, endsAt: null, refusal: null };
  } catch (error) {
    if (error instanceof Problem) return refused('invalid', error);
    throw error;
  }
};

/** Looks at what somebody comes with. Whether it may be used for what it is used for is asked later. */
export const proveCredential = async (
  verifiers: Verifiers,
  presented: Presented,
  peer: string | null,
): Promise<Proof> => {
  if (presented.kind === 'nothing') return refused('missing', new Problem('auth.required'));
  const secret =
    presented.kind === 'secret' ? presented.secret : /^bearer +(\S+)$/i.exec(presented.header)?.[1];
  if (secret === undefined)
    return refused(
      'invalid',
      new Problem('auth.invalid', { detail: 'Send `Authorization: Bearer <API key or token>`.' }),
    );
  if (isMeantAsJwt(secret)) return proveToken(verifiers, secret);
  const isOfPerson = presented.kind === 'authorization' && isPersonalToken(secret);
  return isOfPerson ? provePerson(verifiers, secret, peer) : proveKey(verifiers, secret);
};
