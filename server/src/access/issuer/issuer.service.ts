import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type CountIssuers,
  CreateIssuer,
  type IssuerView,
  type ListIssuers,
  type TriedToken,
  UpdateIssuer,
} from '@parley/shared/access/issuer';
import type { RowCount } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { countRowsOf, pageOfIds, rowsInOrder } from '../../platform/database/list-page.ts';
import { examinedOfSmall, type ListedTable } from '../../platform/database/passage.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Prepared } from '../../platform/guard/prepared.ts';
import { faultOfAddress } from '../../platform/outbound/trusted-address.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { JwtFault, readJwt } from '../../platform/secret/jwt.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { assertMayGrant } from '../api-key/key-tree.service.ts';
import type { ForeignTokens } from './foreign-tokens.service.ts';
import { entriesOf, setEntries } from './issuer-consumers.service.ts';
import { askedEveryMs, type IssuerKeys } from './issuer-keys.service.ts';
import { issuerTag, viewIssuer } from './issuer-view.ts';
import { Issuer } from './issuer.entity.ts';

type Acting = Act & { keyRing: KeyRing };

const listed: ListedTable = {
  table: 'issuer',
  prefix: 'isr',
  ways: [],
  values: {},
  examined: examinedOfSmall,
  // No consumer has one.
  ownedBy: () => ({ id: [] }),
};

const load = async (em: EntityManager, id: string): Promise<Issuer> => {
  const issuer = await em.findOne(Issuer, { id });
  if (!issuer) throw new Problem('issuer.not_found');
  return issuer;
};

const viewOf = async (em: EntityManager, issuer: Issuer): Promise<IssuerView> =>
  viewIssuer(issuer, (await entriesOf(em, [issuer.id])).get(issuer.id) ?? []);

/** Trusted issuers, newest first. */
export const listIssuers = async (em: EntityManager, query: ListIssuers) => {
  const { ids, cursors } = await pageOfIds(em, listed, {
    where: { status: query.status },
    paging: Paging.of('issuers', query),
  });
  const rows = await rowsInOrder(ids, async (id) => em.find(Issuer, { id }));
  const entries = await entriesOf(em, ids);
  return { items: rows.map((issuer) => viewIssuer(issuer, entries.get(issuer.id) ?? [])), ...cursors };
};

/** How many trusted issuers such a list has. */
export const countListedIssuers = async (em: EntityManager, query: CountIssuers): Promise<RowCount> =>
  countRowsOf(em, listed, { where: { status: query.status } });

/** One trusted issuer. */
export const getIssuer = async (em: EntityManager, id: string): Promise<IssuerView> =>
  viewOf(em, await load(em, id));

/** Why an address may not be called, as far as names and addresses are concerned: found out before the transaction. */
const refusals = new Prepared<string | null>();

const findRefusal = async ({ parts }: Act, url: string): Promise<string | null> => {
  if (url === parts.publicUrl) return 'It is this Parley.';
  return faultOfAddress(url) ?? (await parts.outbound.refusalOf(url));
};

const addressesIn = (input: { issuer?: unknown; jwksUrl?: unknown }): [string, string][] =>
  (['issuer', 'jwksUrl'] as const).flatMap((field) => {
    const url = input[field];
    return typeof url === 'string' ? [[field, url]] : [];
  });

const prepareWith =
  (schema: typeof CreateIssuer | typeof UpdateIssuer) =>
  async (act: Act, input: unknown): Promise<void> => {
    const read = schema.safeParse(input);
    if (!read.success) return;
    for (const [, url] of addressesIn(read.data))
      await refusals.prepare(act.caller, url, async () => findRefusal(act, url));
  };

/** Look the addresses of an issuer up, which no transaction may wait for. They pass over what is no input. */
export const prepareNewIssuer = prepareWith(CreateIssuer);
export const prepareChangedIssuer = prepareWith(UpdateIssuer);

const checkAddresses = async (
  act: Act,
  input: { issuer?: string; jwksUrl?: string | null },
): Promise<void> => {
  for (const [field, url] of addressesIn(input)) {
    const refusal = await refusals.take(act.caller, url, async () => findRefusal(act, url));
    if (refusal)
      throw new Problem('issuer.url_refused', {
        detail: refusal,
        errors: [{ path: `/${field}`, message: refusal }],
      });
  }
};

const taken = (error: unknown): never => {
  throw error instanceof UniqueConstraintViolationException ? new Problem('issuer.taken') : error;
};

/** Trusts an issuer. Its keys are read when the first of its tokens comes. Nobody grants a scope that they do not hold. */
export const createIssuer = async (
  em: EntityManager,
  { parts, caller, keyRing }: Acting,
  { consumers, ...input }: CreateIssuer,
): Promise<IssuerView> => {
  const now = parts.now();
  await checkAddresses({ parts, caller }, given(input));
  assertMayGrant(caller, input.scopes);
  try {
    const view = await em.transactional(async (tx) => {
      const issuer = tx.create(Issuer, {
        id: newId('isr', now.getTime()),
        ...input,
        jwksUrl: input.jwksUrl ?? null,
        status: 'active',
        keys: '[]',
        keysFetchedAt: null,
        keysFailure: null,
        createdAt: now,
        updatedAt: now,
      });
      await tx.flush();
      await setEntries(tx, issuer, consumers, now);
      await recordAudit(tx, caller, {
        action: 'issuer.create',
        targetId: issuer.id,
        changes: changesBetween({}, { ...input, consumers }),
        at: now,
      });
      return viewOf(tx, issuer);
    });
    keyRing.forget();
    return view;
  } catch (error) {
    return taken(error);
  }
};

/** What a change of its address means for the keys that are known: they are another's. */
const forgetKeys = { keys: '[]', keysFetchedAt: null, keysFailure: null, keysTriedAt: 0, keysSettledAt: 0 };

const asked = ({
  consumerId,
  value,
  environment,
}: {
  consumerId: string;
  value: string;
  environment: 'live' | 'test';
}) => ({
  value,
  consumerId,
  environment,
});

/** Changes an issuer, from the next request on: what its tokens may do, and which value is which consumer. */
export const updateIssuer = async (
  em: EntityManager,
  { parts, caller, keyRing, ifMatch }: Acting,
  { id, consumers, ...input }: UpdateIssuer,
): Promise<IssuerView> => {
  const now = parts.now();
  await checkAddresses({ parts, caller }, given(input));
  if (input.scopes) assertMayGrant(caller, input.scopes);
  const view = await em.transactional(async (tx) => {
    const issuer = await lockRow(tx, Issuer, { id });
    if (!issuer) throw new Problem('issuer.not_found');
    const before = await viewOf(tx, issuer);
    issuerTag.assertExpected(ifMatch, before);
    const patch = given(input);
    const changes = changesBetween(
      { ...before, consumers: before.consumers.map(asked) },
      { ...patch, consumers },
    );
    if (Object.keys(changes).length === 0) return before;
    tx.assign(issuer, { ...patch, updatedAt: now, ...('jwksUrl' in changes ? forgetKeys : {}) });
    await tx.flush();
    // Whether a value is clear depends on the claim of the environment as well.
    await setEntries(tx, issuer, consumers ?? before.consumers.map(asked), now);
    await recordAudit(tx, caller, { action: 'issuer.update', targetId: id, changes, at: now });
    return viewOf(tx, issuer);
  });
  keyRing.forget();
  return view;
};

/** Trusts an issuer no longer: its tokens are refused from the next request on. */
export const removeIssuer = async (
  em: EntityManager,
  { parts, caller, keyRing, ifMatch }: Acting,
  id: string,
): Promise<void> => {
  await em.transactional(async (tx) => {
    const issuer = await lockRow(tx, Issuer, { id });
    if (!issuer) throw new Problem('issuer.not_found');
    issuerTag.assertExpected(ifMatch, await viewOf(tx, issuer));
    await tx.nativeDelete(Issuer, { id });
    await recordAudit(tx, caller, {
      action: 'issuer.remove',
      targetId: id,
      changes: { issuer: { before: issuer.issuer } },
      at: parts.now(),
    });
  });
  keyRing.forget();
};

/** Asks the issuer for its keys now; refused when somebody did within a minute. */
export const refreshIssuerKeys = async (
  em: EntityManager,
  { parts, issuerKeys, keyRing }: Act & { issuerKeys: IssuerKeys; keyRing: KeyRing },
  id: string,
): Promise<IssuerView> => {
  const issuer = await load(em, id);
  const came = await issuerKeys.ask(issuer);
  if (came === 'too_soon')
    throw new Problem('issuer.refreshed', {
      retryAfterSeconds: Math.max(1, (issuer.keysTriedAt + askedEveryMs - parts.now().getTime()) / 1000),
    });
  keyRing.forget();
  return viewOf(em, await em.refreshOrFail(issuer));
};

const untried = {
  accepted: false,
  issuerId: null,
  consumerId: null,
  consumerName: null,
  environment: null,
  scopes: [],
};

/** Says of a token step by step whether a call with it is accepted. */
export const tryToken = async (
  { parts, foreignTokens }: Act & { foreignTokens: ForeignTokens },
  token: string,
): Promise<TriedToken> => {
  try {
    const jwt = readJwt(token);
    if (jwt.claims.iss === parts.publicUrl)
      return {
        ...untried,
        steps: [
          { step: 'form', passed: true, text: 'A signed token.' },
          {
            step: 'issuer',
            passed: false,
            text: 'It is of Parley itself: ask `POST /oauth/introspect` about it.',
          },
        ],
      };
    const examined = await foreignTokens.examine(jwt, null);
    const { steps, issuerId, holder } = examined;
    if (!holder) return { ...untried, issuerId, steps };
    const { consumerId, environment, scopes } = holder.principal;
    const { consumerName } = examined;
    return { accepted: true, issuerId, consumerId, consumerName, environment, scopes: [...scopes], steps };
  } catch (error) {
    if (!(error instanceof JwtFault)) throw error;
    return { ...untried, steps: [{ step: 'form', passed: false, text: error.message }] };
  }
};
