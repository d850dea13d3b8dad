import type { EntityManager } from '@mikro-orm/sql';
import type {
  CreatePersonalToken,
  ListPersonalTokens,
  PersonalTokenCreated,
  PersonalTokenView,
} from '@parley/shared/administration/personal-token';
import { Scope, scopesOfRole } from '@parley/shared/scope';
import { minuteMs } from '@parley/shared/words/time';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { everyone } from '../../platform/database/owner.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, type Principal, scopesOf, staffIdOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { isWellFormedToken, newKeySecret, sha256 } from '../../platform/secret/secret.ts';
import { recordAudit } from '../audit/audit.service.ts';
import { lacksSecondFactor } from '../session/session-principal.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { PersonalToken } from './personal-token.entity.ts';

type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** A person's, revoked and expired ones included: whoever needs more has forgotten what the others are for. */
const tokensMax = 100;

const scopesIn = ({ scopes }: PersonalToken): Scope[] =>
  scopes.split(' ').flatMap((name) => Scope.safeParse(name).data ?? []);

const viewToken = (token: PersonalToken, now: Date): PersonalTokenView => ({
  id: token.id,
  staffId: token.staff.id,
  name: token.name,
  scopes: scopesIn(token),
  lastFour: token.lastFour,
  status: token.status(now),
  createdAt: token.createdAt.toISOString(),
  expiresAt: token.expiresAt.toISOString(),
  lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  lastUsedPeer: token.lastUsedPeer ?? null,
  revokedAt: token.revokedAt?.toISOString() ?? null,
});

/** Whose tokens a caller sees: their own, and everybody's who may change staff. */
const maySee = ({ principal }: Caller, staffId: string): boolean =>
  (principal.kind === 'staff' && principal.staffId === staffId) || scopesOf(principal).has('staff:write');

const assertMaySee = (caller: Caller, staffId: string): void => {
  if (!maySee(caller, staffId))
    throw new Problem('auth.scope_missing', {
      detail: 'Tokens of others are for who has the scope staff:write.',
    });
};

/** Tokens of a person, in the order that is asked for. */
export const listPersonalTokens = async (
  em: EntityManager,
  { parts, caller }: Act,
  query: ListPersonalTokens,
) => {
  const staffId = query.staffId ?? staffIdOf(caller);
  assertMaySee(caller, staffId);
  const paging = Paging.of('personal-tokens', query);
  const { where, options } = paging.find;
  const rows = await em.find(PersonalToken, { $and: [where, { staff: staffId }] }, options);
  const now = parts.now();
  return viewPage(paging.close(rows), (token) => viewToken(token, now));
};

/** One that the caller may not see is as one that is not there: nobody learns which tokens others have. */
const assertFound = (caller: Caller, token: PersonalToken | null): PersonalToken => {
  if (!token || !maySee(caller, token.staff.id)) throw new Problem('personal_token.not_found');
  return token;
};

/** One token, without its secret. */
export const getPersonalToken = async (
  em: EntityManager,
  { parts, caller }: Act,
  id: string,
): Promise<PersonalTokenView> => {
  staffIdOf(caller);
  return viewToken(assertFound(caller, await em.findOne(PersonalToken, { id })), parts.now());
};

const assertGrantable = ({ principal }: Caller, scopes: readonly Scope[]): void => {
  const lacking = scopes.filter((scope) => !scopesOf(principal).has(scope));
  if (lacking.length > 0)
    throw new Problem('auth.grant_refused', { detail: `You do not hold ${lacking.join(', ')} yourself.` });
};

const assertExpiry = (expiresAt: Date, now: Date): void => {
  if (expiresAt <= now)
    throw new Problem('request.invalid', { errors: [{ path: '/expiresAt', message: 'A time to come.' }] });
};

/** Makes a token of who asks, who signed in for it: a token makes no tokens. Its secret is in this answer and nowhere else. */
export const createPersonalToken = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreatePersonalToken,
): Promise<PersonalTokenCreated> => {
  const staffId = staffIdOf(caller);
  const now = parts.now();
  const expiresAt = new Date(input.expiresAt);
  const scopes = [...new Set(input.scopes)];
  assertGrantable(caller, scopes);
  assertExpiry(expiresAt, now);
  const secret = newKeySecret(parts.keyPrefix, 'pat');
  return em.transactional(async (tx) => {
    const staff = await lockRow(tx, Staff, { id: staffId, disabledAt: null });
    if (!staff) throw new Problem('auth.required');
    if (
      (await tx.count(PersonalToken, { staff: staffId, revokedAt: null, expiresAt: { $gt: now } })) >=
      tokensMax
    )
      throw new Problem('personal_token.too_many');
    const token = tx.create(PersonalToken, {
      id: newId('pat', now.getTime()),
      staff,
      name: input.name,
      secretHash: sha256(secret),
      lastFour: secret.slice(-4),
      scopes: scopes.join(' '),
      expiresAt,
      createdAt: now,
    });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'personal_token.create',
      targetId: token.id,
      changes: {
        name: { after: token.name },
        scopes: { after: scopes },
        expiresAt: { after: expiresAt.toISOString() },
      },
      at: now,
    });
    return { ...viewToken(token, now), secret };
  });
};

/** Revokes a token at once, in every process; one's own, or anybody's for who may change staff. Once more changes nothing. */
export const revokePersonalToken = async (
  em: EntityManager,
  { parts, caller }: Act,
  id: string,
): Promise<PersonalTokenView> => {
  const now = parts.now();
  staffIdOf(caller);
  return em.transactional(async (tx) => {
    const token = assertFound(caller, await lockRow(tx, PersonalToken, { id }));
    if (token.revokedAt) return viewToken(token, now);
    token.revokedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'personal_token.revoke',
      targetId: id,
      changes: { name: { before: token.name } },
      at: now,
    });
    return viewToken(token, now);
  });
};

/** Whether a secret has the form of a personal token of this Parley. Costs no look-up. */
export const isPersonalToken = isWellFormedToken;

const noteUse = async (
  em: EntityManager,
  token: PersonalToken,
  now: Date,
  peer: string | null,
): Promise<void> => {
  if (token.lastUsedAt && token.lastUsedAt.getTime() > now.getTime() - minuteMs) return;
  const before = new Date(now.getTime() - minuteMs);
  await em.nativeUpdate(
    PersonalToken,
    { id: token.id, $or: [{ lastUsedAt: null }, { lastUsedAt: { $lte: before } }] },
    { lastUsedAt: now, lastUsedPeer: peer?.slice(0, 64) ?? null },
  );
};

const refused = (detail: string) => new Problem('auth.invalid', { detail });

/**
 * Who a personal token calls for: looked up at every call, so that what ends it, its person or a part of its scopes holds in
 * every process at once. Throws `auth.invalid`.
 */
export const principalOfToken = async (
  parts: Parts,
  secret: string,
  peer: string | null,
): Promise<StaffPrincipal> => {
  const em = parts.openEm(everyone);
  const now = parts.now();
  const token = await em.findOne(PersonalToken, { secretHash: sha256(secret) }, { populate: ['staff'] });
  if (!token) throw refused('No such personal token.');
  const { staff } = token;
  const status = token.status(now);
  if (status !== 'active')
    throw refused(`This personal token ${status === 'revoked' ? 'was revoked' : 'has expired'}.`);
  if (staff.disabledAt) throw refused('The person of this token is disabled.');
  await noteUse(em, token, now, peer);
  const lacks = await lacksSecondFactor(em, staff, staff.hasProviderFactor);
  const ofRole = new Set(scopesOfRole[staff.role]);
  return {
    kind: 'staff',
    staffId: staff.id,
    sessionId: token.id,
    token: { id: token.id, name: token.name },
    name: staff.name ?? staff.email,
    role: staff.role,
    scopes: new Set(lacks ? [] : scopesIn(token).filter((scope) => ofRole.has(scope))),
    ...(lacks && { lacksSecondFactor: true as const }),
  };
};
