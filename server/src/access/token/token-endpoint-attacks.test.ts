// What strangers and clients try at the token endpoint, beside what `token-endpoint.test.ts` refuses by its form.
import { connect } from 'node:net';
import { hourMs } from '@parley/shared/words/time';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { basic, inSeconds, newClient, postForm, tokenOf } from '../../testing/oauth.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { removeEndedTokens } from './token-state.service.ts';

const grant = { grant_type: 'client_credentials' };

/** A client with a key of its own, and assertions of it. */
const signingClient = async (hub: TestHub) => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const publicKeys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one' }] as any;
  const { id } = await hub.admin.client.create({
    name: 'signs',
    consumerId: await hub.consumer(),
    environment: 'live',
    scopes: ['events:read'],
    publicKeys,
  });
  const { publicUrl } = hub.hub.parts;
  const assertion = async (jti: string, exp = inSeconds(60)) =>
    new SignJWT({ iss: id, sub: id, aud: publicUrl, jti, iat: inSeconds(0), exp })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(pair.privateKey);
  return { id, assertion };
};

const fieldsOf = (assertion: string) => ({
  ...grant,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
});

test('of one assertion that twenty send at once, over two processes, one counts', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  const variables = { PARLEY_PUBLIC_URL: 'http://127.0.0.1:4100' };
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api', variables });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api', variables });
  const { assertion } = await signingClient(one);
  const fields = fieldsOf(await assertion('once'));

  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) =>
      postForm(index % 2 === 0 ? one : two, '/oauth/token', fields),
    ),
  );

  const statuses = answers.map(({ status }) => status);
  expect([
    statuses.filter((status) => status === 200).length,
    statuses.filter((status) => status === 401).length,
  ]).toEqual([1, 19]);
  expect(answers.filter(({ status }) => status === 401).map(({ body }) => body.error)).toEqual(
    Array.from({ length: 19 }, () => 'invalid_client'),
  );
});

describe.each(dialects)('the token endpoint on %s', (dialect) => {
  test('reads nothing of the address: a secret there is in every log on its way, and is no secret', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { id, secret } = await newClient(hub);
    const query = new URLSearchParams({ ...grant, client_id: id, client_secret: secret }).toString();

    const answers = [
      await postForm(hub, `/oauth/token?${query}`, {}),
      await postForm(hub, `/oauth/token?${query}`, grant),
      await postForm(hub, `/oauth/token?grant_type=client_credentials`, {}, basic(id, secret)),
    ];
    const byGet = await hub.rest(`/oauth/token?${query}`);

    expect(answers.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'invalid_client'],
      [401, 'invalid_client'],
      [400, 'invalid_request'],
    ]);
    expect(byGet.status).toBe(405);
  });

  test('what is remembered of assertions and revoked tokens goes when they have ended, and not before', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { parts } = hub.hub;
    const client = await newClient(hub);
    const { assertion } = await signingClient(hub);
    const kept = async () => {
      const [row] = await parts.store.all<{ assertions: number; tokens: number }>(
        'select (select count(*) from used_assertion) as assertions, (select count(*) from revoked_token) as tokens',
      );
      return [Number(row?.assertions), Number(row?.tokens)];
    };
    for (let index = 0; index < 3; index += 1) {
      await postForm(hub, '/oauth/token', fieldsOf(await assertion(`${index}`)));
      await postForm(
        hub,
        '/oauth/revoke',
        { token: await tokenOf(hub, client) },
        basic(client.id, client.secret),
      );
    }

    await removeEndedTokens(parts);
    const before = await kept();
    hub.advance(2 * hourMs);
    await removeEndedTokens(parts);

    expect([before, await kept()]).toEqual([
      [3, 3],
      [0, 0],
    ]);
  });

  test('a form that says it is larger than a form may be is refused before it is sent, and nobody else waits for it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub);
    const { hostname, port } = new URL(hub.url);
    const answerTo = async (length: number) => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /oauth/token HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\ngrant_type=`,
      );
      const first = await new Promise<string>((resolve) =>
        socket.once('data', (data) => resolve(String(data))),
      );
      socket.destroy();
      return first.split('\r\n', 1)[0];
    };
    // Twenty that begin and never go on.
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /oauth/token HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\ngrant`,
      );
      return socket;
    });

    const large = await answerTo(10_000_000);
    const token = await tokenOf(hub, client);
    for (const socket of slow) socket.destroy();

    expect(large).toBe('HTTP/1.1 413 Payload Too Large');
    expect(token.split('.')).toHaveLength(3);
  });
});
