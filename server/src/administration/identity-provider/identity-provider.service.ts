import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  CreateIdentityProvider,
  type IdentityProviderView,
  type ListIdentityProviders,
  type UpdateIdentityProvider,
} from '@parley/shared/administration/identity-provider';
import { Paging } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { pageOfIds, rowsInOrder } from '../../platform/database/list-page.ts';
import { lockAlone, lockRow } from '../../platform/database/lock-row.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Prepared } from '../../platform/guard/prepared.ts';
import { faultOfAddress } from '../../platform/outbound/trusted-address.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { assertOwner } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import { identityProviderTag, viewIdentityProvider } from './identity-provider-view.ts';
import { IdentityProvider } from './identity-provider.entity.ts';
import { domainsOf, endOtherSessions, endSessionsOf, setDomains } from './provider-domains.service.ts';
import { keeperOfPassword } from './sso-only.service.ts';

const ownersOnly = 'Only an owner can say who signs staff in.';

const listed: ListedTable = {
  table: 'identity_provider',
  prefix: 'idp',
  ways: [],
  values: {},
  examined: examinedOfSmall,
  // No consumer has one.
  ownedBy: () => ({ id: [] }),
};

const purposeOf = (id: string): string => `client secret of ${id}`;

/** The secret by which Parley is known at a provider. */
export const clientSecretOf = ({ box }: Parts, { id, clientSecret }: IdentityProvider): string =>
  box.open(clientSecret, purposeOf(id));

/** Where providers send people back to. */
export const redirectUrlOf = ({ publicUrl }: Pick<Parts, 'publicUrl'>): string =>
  `${publicUrl}/single-sign-on`;

const keeperIn = async (em: EntityManager, domains: readonly { isOnly: boolean }[]): Promise<string | null> =>
  domains.some(({ isOnly }) => isOnly) ? ((await keeperOfPassword(em))?.email ?? null) : null;

const viewOf = async (
  em: EntityManager,
  parts: Parts,
  provider: IdentityProvider,
): Promise<IdentityProviderView> => {
  const domains = (await domainsOf(em, [provider.id])).get(provider.id) ?? [];
  return viewIdentityProvider(provider, {
    domains,
    keepsPassword: await keeperIn(em, domains),
    redirectUrl: redirectUrlOf(parts),
  });
};

/** Identity providers, newest first. */
export const listIdentityProviders = async (
  em: EntityManager,
  { parts }: Act,
  query: ListIdentityProviders,
) => {
  const { ids, cursors } = await pageOfIds(em, listed, {
    where: {},
    paging: Paging.of('identity-providers', query),
  });
  const rows = await rowsInOrder(ids, async (id) => em.find(IdentityProvider, { id }));
  const domains = await domainsOf(em, ids);
  const keeper = await keeperIn(em, [...domains.values()].flat());
  const items = rows.map((provider) => {
    const own = domains.get(provider.id) ?? [];
    const keepsPassword = own.some(({ isOnly }) => isOnly) ? keeper : null;
    return viewIdentityProvider(provider, { domains: own, keepsPassword, redirectUrl: redirectUrlOf(parts) });
  });
  return { items, ...cursors };
};

/** One identity provider. */
export const getIdentityProvider = async (
  em: EntityManager,
  { parts }: Act,
  id: string,
): Promise<IdentityProviderView> => {
  const provider = await em.findOne(IdentityProvider, { id });
  if (!provider) throw new Problem('identity_provider.not_found');
  return viewOf(em, parts, provider);
};

/** Why an address may not be called, as far as names and addresses are concerned: found out before the transaction. */
const refusals = new Prepared<string | null>();

const findRefusal = async ({ parts }: Act, url: string): Promise<string | null> => {
  if (url === parts.publicUrl) return 'It is this Parley.';
  return faultOfAddress(url) ?? (await parts.outbound.refusalOf(url));
};

/** Looks the address of a new provider up, which no transaction may wait for. It passes over what is no input. */
export const prepareNewProvider = async (act: Act, input: unknown): Promise<void> => {
  const url = CreateIdentityProvider.safeParse(input).data?.issuer;
  if (url !== undefined) await refusals.prepare(act.caller, url, async () => findRefusal(act, url));
};

const assertMayCall = async (act: Act, url: string): Promise<void> => {
  const refusal = await refusals.take(act.caller, url, async () => findRefusal(act, url));
  if (refusal)
    throw new Problem('identity_provider.url_refused', {
      detail: refusal,
      errors: [{ path: '/issuer', message: refusal }],
    });
};

const taken = (error: unknown): never => {
  throw error instanceof UniqueConstraintViolationException ? new Problem('identity_provider.taken') : error;
};

/** Sets a provider up. Its secret is sealed, and nothing tells it again. Owners only. */
export const createIdentityProvider = async (
  em: EntityManager,
  act: Act,
  { clientSecret, domains, ...input }: CreateIdentityProvider,
): Promise<IdentityProviderView> => {
  const { parts, caller } = act;
  assertOwner(caller, ownersOnly);
  const now = parts.now();
  await assertMayCall(act, input.issuer);
  const id = newId('idp', now.getTime());
  return em
    .transactional(async (tx) => {
      await lockAlone(tx, 'staff');
      const provider = tx.create(IdentityProvider, {
        id,
        ...input,
        clientSecret: parts.box.seal(clientSecret, purposeOf(id)),
        status: 'active',
        createdAt: now,
        updatedAt: now,
      });
      await tx.flush();
      await setDomains(tx, provider, domains);
      await endOtherSessions(tx, act, domains);
      await recordAudit(tx, caller, {
        action: 'identity_provider.create',
        targetId: id,
        changes: changesBetween({}, { ...input, domains }),
        at: now,
      });
      return viewOf(tx, parts, provider);
    })
    .catch(taken);
};

const load = async (tx: EntityManager, { parts, ifMatch }: Act, id: string) => {
  const provider = await lockRow(tx, IdentityProvider, { id });
  if (!provider) throw new Problem('identity_provider.not_found');
  const before = await viewOf(tx, parts, provider);
  identityProviderTag.assertExpected(ifMatch, before);
  return { provider, before };
};

/** Whether a secret is another one than the one that is kept. */
const isNewSecret = (
  parts: Parts,
  provider: IdentityProvider,
  secret: string | undefined,
): secret is string => secret !== undefined && secret !== clientSecretOf(parts, provider);

/** Changes a provider, from the next sign-in on. To disable it ends the sessions that it began. Owners only. */
export const updateIdentityProvider = async (
  em: EntityManager,
  act: Act,
  { id, clientSecret, domains, ...input }: UpdateIdentityProvider,
): Promise<IdentityProviderView> => {
  const { parts, caller } = act;
  assertOwner(caller, ownersOnly);
  const now = parts.now();
  return em.transactional(async (tx) => {
    await lockAlone(tx, 'staff');
    const { provider, before } = await load(tx, act, id);
    const patch = given(input);
    const hasNewSecret = isNewSecret(parts, provider, clientSecret);
    const changes = {
      ...changesBetween({ ...before }, { ...patch, domains }),
      ...(hasNewSecret && { clientSecret: { before: 'one', after: 'another' } }),
    };
    if (Object.keys(changes).length === 0) return before;
    tx.assign(provider, {
      ...patch,
      ...(hasNewSecret && { clientSecret: parts.box.seal(clientSecret, purposeOf(id)) }),
      updatedAt: now,
    });
    await tx.flush();
    if (domains) {
      await setDomains(tx, provider, domains);
      await endOtherSessions(tx, act, domains);
    }
    if (provider.status === 'disabled') await endSessionsOf(tx, act, id);
    await recordAudit(tx, caller, { action: 'identity_provider.update', targetId: id, changes, at: now });
    return viewOf(tx, parts, provider);
  });
};

/**
 * Removes a provider: nobody signs in by it any more, its sessions end, and its domains are open to passwords again. Accounts
 * stay joined, for when it comes back. Owners only.
 */
export const removeIdentityProvider = async (em: EntityManager, act: Act, id: string): Promise<void> => {
  const { parts, caller } = act;
  assertOwner(caller, ownersOnly);
  await em.transactional(async (tx) => {
    await lockAlone(tx, 'staff');
    const { before } = await load(tx, act, id);
    await endSessionsOf(tx, act, id);
    await tx.nativeDelete(IdentityProvider, { id });
    await recordAudit(tx, caller, {
      action: 'identity_provider.remove',
      targetId: id,
      changes: { issuer: { before: before.issuer }, domains: { before: before.domains } },
      at: parts.now(),
    });
  });
};
