import { timingSafeEqual } from 'node:crypto';
import { PublicKey } from '@parley/shared/access/client';
import { Scope } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { minuteMs } from '@parley/shared/words/time';
import { z } from 'zod';
import type { Parts } from '../../platform/process/parts.ts';
import { OAuthError } from '../../platform/request/oauth-error.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { assertAssertion, claimedClientOf, type ReadAssertion } from './assertion.ts';

/** What somebody shows to be a client. */
export type ClientCredential =
  | { kind: 'secret'; clientId: string; secret: string }
  | { kind: 'assertion'; clientId: string | null; assertion: string };

/** A client that has shown that it is one, and may act. */
export interface ActiveClient {
  id: string;
  name: string;
  consumerId: string;
  environment: Environment;
  scopes: readonly Scope[];
  tokenSeconds: number;
  /** In milliseconds; infinite without an end. */
  expiresAt: number;
}

type Time = number | string | Date | null;

interface ClientRow {
  id: string;
  name: string;
  consumer_id: string;
  environment: string;
  scopes: unknown;
  secret_hash: string | null;
  secret_used_at: Time;
  previous_hash: string | null;
  previous_ends_at: Time;
  previous_used_at: Time;
  public_keys: unknown;
  token_seconds: number;
  expires_at: Time;
  revoked_at: Time;
  consumer_status: string;
}

const msOf = (value: Time, unless: number): number => (value === null ? unless : new Date(value).getTime());

const jsonOf = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

const refuse = (description: string): never => {
  throw new OAuthError('invalid_client', description);
};

// One answer for a client that is unknown and for a secret that is wrong: neither tells of the other.
const unknown = 'There is no such client, or this is not how it shows who it is.';

const find = async ({ store }: Parts, id: string): Promise<ClientRow | undefined> => {
  const [row] = await store.near.all<ClientRow>(
    `select c.id, c.name, c.consumer_id, c.environment, c.scopes, c.secret_hash, c.secret_used_at, c.previous_hash,
       c.previous_ends_at, c.previous_used_at, c.public_keys, c.token_seconds, c.expires_at, c.revoked_at,
       o.status as consumer_status
     from client c join consumer o on o.id = c.consumer_id where c.id = ?`,
    id,
  );
  return row;
};

const isHash = (known: string | null | undefined, hash: string): boolean =>
  timingSafeEqual(Buffer.from(known ?? '-'.repeat(hash.length)), Buffer.from(hash));

/** Which of its two secrets this is. */
const secretIn = (row: ClientRow | undefined, secret: string, now: number) => {
  const hash = sha256(secret);
  const isPresent = isHash(row?.secret_hash, hash);
  const isPrevious = isHash(row?.previous_hash, hash) && msOf(row?.previous_ends_at ?? null, 0) > now;
  if (isPresent) return { hash, name: 'secret', usedAt: row?.secret_used_at ?? null } as const;
  return isPrevious ? ({ hash, name: 'previous', usedAt: row?.previous_used_at ?? null } as const) : null;
};

/** Notes the use of a secret, once a minute: who rotates sees whether the old one is still used. */
const noteUse = async (
  { store }: Parts,
  row: ClientRow,
  used: { hash: string; name: 'secret' | 'previous'; usedAt: Time },
  now: number,
): Promise<void> => {
  if (now - msOf(used.usedAt, 0) < minuteMs) return;
  const at = store.dialect === 'sqlite' ? now : new Date(now).toISOString();
  await store.transaction('relaxed', async (tx) =>
    tx.all(
      `update client set ${used.name}_used_at = ? where id = ? and ${used.name}_hash = ?`,
      at,
      row.id,
      used.hash,
    ),
  );
};

const activeOf = (row: ClientRow, now: number): ActiveClient => {
  const expiresAt = msOf(row.expires_at, Number.POSITIVE_INFINITY);
  if (row.revoked_at !== null) refuse('This client was revoked.');
  if (expiresAt <= now) refuse('This client has expired.');
  if (row.consumer_status !== 'active')
    throw new OAuthError('unauthorized_client', 'The consumer of this client is suspended.');
  return {
    id: row.id,
    name: row.name,
    consumerId: row.consumer_id,
    environment: Environment.parse(row.environment),
    scopes: z.array(Scope).parse(jsonOf(row.scopes)),
    tokenSeconds: row.token_seconds,
    expiresAt,
  };
};

/** Each says once who sent it: whoever sees one on its way gains nothing by it. */
const useAssertion = async (
  { store }: Parts,
  clientId: string,
  { jti, endsAt }: ReadAssertion,
): Promise<void> => {
  const used = await store.all<{ id: string }>(
    'insert into used_assertion (id, expires_at) values (?, ?) on conflict (id) do nothing returning id',
    sha256(`${clientId} ${jti}`),
    store.dialect === 'sqlite' ? endsAt : new Date(endsAt).toISOString(),
  );
  if (used.length === 0) refuse('This assertion was used before. Sign a new one, with a `jti` of its own.');
};

const byAssertion = async (
  parts: Parts,
  { clientId, assertion }: Extract<ClientCredential, { kind: 'assertion' }>,
  audiences: readonly string[],
): Promise<ActiveClient> => {
  const { jwt, claimed } = claimedClientOf(assertion);
  if (clientId !== null && clientId !== claimed)
    refuse('`client_id` is another client than that of the assertion.');
  const row = await find(parts, claimed);
  const keys = z.array(PublicKey).parse(jsonOf(row?.public_keys ?? []));
  if (!row || keys.length === 0) return refuse(unknown);
  const read = await assertAssertion(jwt, { keys, audiences, now: parts.now() });
  const client = activeOf(row, parts.now().getTime());
  await useAssertion(parts, row.id, read);
  return client;
};

/**
 * The client that this credential is of. Throws {@link OAuthError}: `invalid_client` for one that is unknown, wrong, used
 * before, revoked or expired, `unauthorized_client` for one of a suspended consumer. `audiences` are the names under which
 * an assertion may be made out to us.
 */
export const authenticateClient = async (
  parts: Parts,
  credential: ClientCredential,
  audiences: readonly string[],
): Promise<ActiveClient> => {
  if (credential.kind === 'assertion') return byAssertion(parts, credential, audiences);
  const now = parts.now().getTime();
  const row = await find(parts, credential.clientId);
  const used = secretIn(row, credential.secret, now);
  if (!row || !used) return refuse(unknown);
  const client = activeOf(row, now);
  await noteUse(parts, row, used, now);
  return client;
};
