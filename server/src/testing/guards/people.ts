import { type Role, Role as Roles, type Scope, scopesOfRole } from '@parley/shared/scope';
import { hourMs } from '@parley/shared/words/time';
import { PersonalToken } from '../../administration/personal-token/personal-token.entity.ts';
import { SecurityPolicy } from '../../administration/second-factor/security-policy.entity.ts';
import { Session } from '../../administration/session/session.entity.ts';
import { Staff } from '../../administration/staff/staff.entity.ts';
import { everyone } from '../../platform/database/owner.ts';
import { newKeySecret, sha256 } from '../../platform/secret/secret.ts';
import type { TestHub } from '../test-hub.ts';
import {
  bearer,
  type Expected,
  expectsOf,
  type Identity,
  nobody,
  refusedEverywhere,
  served,
  unlessByLink,
} from './identity.ts';
import { scopeOf, type Walked } from './procedures.ts';

const sessionOf = async (hub: TestHub, role: Role) => {
  const email = `${crypto.randomUUID()}@parley.example`;
  const { cookie } = await hub.browser(role, email);
  return { email, headers: { cookie, origin: hub.config.publicUrl } };
};

const tokenOfPerson = async (hub: TestHub, role: Role, scopes: readonly Scope[]) => {
  const { email, headers } = await sessionOf(hub, role);
  const made = await hub.trpc(
    'personalToken.create',
    { name: 'walk', scopes, expiresAt: new Date(Date.now() + hourMs).toISOString() },
    'POST',
    headers,
  );
  if (made.status !== 200) throw new Error(made.text);
  return { email, secret: String(made.body.secret) };
};

/** Everybody who signs in, each role, and their personal tokens. */
export const people = async (hub: TestHub): Promise<Identity[]> => {
  const em = hub.hub.parts.openEm(everyone);
  const identities: Identity[] = [];
  for (const role of Roles.options) {
    const { headers } = await sessionOf(hub, role);
    identities.push({ kind: `a session of ${role}`, headers, expects: expectsOf(scopesOfRole[role], true) });
  }
  const [reader, demoted] = [
    await tokenOfPerson(hub, 'owner', ['events:read']),
    await tokenOfPerson(hub, 'owner', scopesOfRole.owner),
  ];
  await em.nativeUpdate(Staff, { email: demoted.email }, { role: 'viewer' });
  return [
    ...identities,
    {
      kind: 'a personal token of an owner to read events',
      headers: bearer(reader.secret),
      expects: expectsOf(['events:read']),
    },
    {
      kind: 'a personal token with all scopes of who is a viewer now',
      headers: bearer(demoted.secret),
      expects: expectsOf(scopesOfRole.viewer),
    },
  ];
};

/** Sessions and personal tokens that open nothing, or less than their role. */
export const peopleRefused = async (hub: TestHub): Promise<Identity[]> => {
  const em = hub.hub.parts.openEm(everyone);
  const past = new Date(Date.now() - hourMs);
  const [ended, signedOut, disabled, unconfirmed, foreign] = [
    await sessionOf(hub, 'owner'),
    await sessionOf(hub, 'owner'),
    await sessionOf(hub, 'owner'),
    await sessionOf(hub, 'owner'),
    await sessionOf(hub, 'owner'),
  ];
  const idIn = (cookie: string) => sha256(cookie.slice(cookie.indexOf('=') + 1));
  await em.nativeUpdate(Session, { id: idIn(ended.headers.cookie) }, { expiresAt: past });
  await hub.trpc('session.signOut', undefined, 'POST', signedOut.headers);
  await em.nativeUpdate(Staff, { email: disabled.email }, { disabledAt: past });
  await em.nativeUpdate(Session, { id: idIn(unconfirmed.headers.cookie) }, { confirmedAt: past });
  const tokens = [
    await tokenOfPerson(hub, 'owner', scopesOfRole.owner),
    await tokenOfPerson(hub, 'owner', scopesOfRole.owner),
    await tokenOfPerson(hub, 'owner', scopesOfRole.owner),
  ] as const;
  await em.nativeUpdate(PersonalToken, { secretHash: sha256(tokens[0].secret) }, { revokedAt: past });
  await em.nativeUpdate(PersonalToken, { secretHash: sha256(tokens[1].secret) }, { expiresAt: past });
  await em.nativeUpdate(Staff, { email: tokens[2].email }, { disabledAt: past });
  const fromElsewhere = (origin: string | null): Identity => ({
    kind: `an owner’s cookie, sent by a page of ${origin ?? 'nobody'}`,
    headers: { cookie: foreign.headers.cookie, ...(origin === null ? {} : { origin }) },
    expects: (procedure) =>
      procedure.type === 'mutation'
        ? unlessByLink(procedure, { status: 403, code: 'auth.origin_refused' })
        : null,
  });
  return [
    refusedEverywhere('a session that ended', ended.headers, nobody),
    refusedEverywhere('a session that signed out', signedOut.headers, nobody),
    refusedEverywhere('a session of who is disabled', disabled.headers, nobody),
    {
      kind: 'an owner who did not confirm lately',
      headers: unconfirmed.headers,
      expects: ({ meta }) => (meta.isDangerous ? { status: 403, code: 'auth.confirmation_needed' } : null),
    },
    fromElsewhere('https://evil.example'),
    fromElsewhere(hub.config.publicUrl.replace('http:', 'https:')),
    fromElsewhere('null'),
    fromElsewhere(null),
    refusedEverywhere('a personal token that was revoked', bearer(tokens[0].secret)),
    refusedEverywhere('a personal token that has expired', bearer(tokens[1].secret)),
    refusedEverywhere('a personal token of who is disabled', bearer(tokens[2].secret)),
    refusedEverywhere('a personal token that nobody has', bearer(newKeySecret(hub.config.keyPrefix, 'pat'))),
  ];
};

/** Once a second factor is asked for: who has none is nobody, but for their own account. */
export const withoutSecondFactor = async (hub: TestHub): Promise<Identity[]> => {
  const session = await sessionOf(hub, 'owner');
  const token = await tokenOfPerson(hub, 'owner', scopesOfRole.owner);
  await hub.hub.parts.openEm(everyone).upsert(SecurityPolicy, { id: 1, secondFactorRequired: true });
  const expects = ({ meta }: Walked): Expected | null =>
    scopeOf({ meta }) === null ? null : { status: 403, code: 'auth.second_factor_needed' };
  return [
    { kind: 'an owner without the second factor that is asked for', headers: session.headers, expects },
    { kind: 'a personal token of such an owner', headers: bearer(token.secret), expects },
  ];
};

/** Who writes by a link, as a browser does: elsewhere the cookie is nobody’s, and nothing is written from pages of others. */
export const byLink = async (hub: TestHub): Promise<Identity[]> => {
  const { intakeUrl } = await hub.admin.intakeLink.create({ consumerId: await hub.consumer() });
  const token = new URL(intakeUrl).hash.slice(1);
  const claimed = await hub.rest('/v1/intake/claim', { body: { token, keepAs: 'cookie' } });
  const cookie = claimed.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const isOfLink = ({ meta }: Walked): boolean => meta.access === 'intake';
  return [
    {
      kind: 'who writes by a link',
      headers: { cookie, origin: hub.config.publicUrl },
      expects: (procedure) => (isOfLink(procedure) ? served(procedure) : nobody),
    },
    {
      kind: 'who writes by a link, sent by a page of another site',
      headers: { cookie, origin: 'https://evil.example' },
      expects: (procedure) =>
        isOfLink(procedure) && procedure.type === 'mutation'
          ? { status: 403, code: 'auth.origin_refused' }
          : null,
    },
  ];
};
