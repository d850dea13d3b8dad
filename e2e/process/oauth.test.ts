import * as client from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Parley, startParley } from '../support/parley.ts';

// The library that most programs use finds everything by itself, against the real process.
let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  await parley[Symbol.asyncDispose]();
});

// Marked so that it stands out: it is for plain http on this machine.
// oxlint-disable-next-line typescript/no-deprecated
const insecure = { execute: [client.allowInsecureRequests] };

interface Created {
  id: string;
  secret: string;
}

const createClient = async (more: object = {}): Promise<Created> => {
  const key = await parley.createKey('northwind', 'clients:write,clients:read,events:read');
  const answer = await fetch(`${parley.url}/v1/clients`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'worker', scopes: ['events:read'], ...more }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Created;
};

const statusWith = async (token: string): Promise<number> =>
  (await fetch(`${parley.url}/v1/events`, { headers: { authorization: `Bearer ${token}` } })).status;

test.each([
  ['client_secret_post', client.ClientSecretPost],
  ['client_secret_basic', client.ClientSecretBasic],
])('openid-client discovers, gets a token, calls, introspects and revokes, by %s', async (_name, by) => {
  const { id, secret } = await createClient();

  const config = await client.discovery(new URL(parley.url), id, undefined, by(secret), {
    ...insecure,
    algorithm: 'oauth2',
  });
  const token = await client.clientCredentialsGrant(config, { scope: 'events:read' });
  const before = await statusWith(token.access_token);
  const active = await client.tokenIntrospection(config, token.access_token);
  await client.tokenRevocation(config, token.access_token);
  const afterwards = await statusWith(token.access_token);
  const inactive = await client.tokenIntrospection(config, token.access_token);

  expect(token).toMatchObject({ token_type: 'bearer', scope: 'events:read', expires_in: 900 });
  expect([before, afterwards]).toEqual([200, 401]);
  expect(active).toMatchObject({ active: true, client_id: id, iss: parley.url });
  expect(inactive).toEqual({ active: false });
});

test('openid-client gets a token with a key of its own', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const { id } = await createClient({ publicKeys: [{ kty, crv, x, y, kid: 'one' }] });

  const config = await client.discovery(
    new URL(parley.url),
    id,
    undefined,
    client.PrivateKeyJwt({ key: pair.privateKey, kid: 'one' }),
    { ...insecure, algorithm: 'oauth2' },
  );
  const token = await client.clientCredentialsGrant(config);

  expect(await statusWith(token.access_token)).toBe(200);
  await client.tokenRevocation(config, token.access_token);
  expect(await statusWith(token.access_token)).toBe(401);
});
