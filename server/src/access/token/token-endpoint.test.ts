import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { basic, callWith, inSeconds, newClient, postForm } from '../../testing/oauth.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const grant = { grant_type: 'client_credentials' };
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(dialects)('the token endpoint on %s', (dialect) => {
  test('gives an access token as RFC 9068 says, which opens what the client may do and no more', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read', 'endpoints:read'], tokenSeconds: 60 });

    const byBasic = await postForm(hub, '/oauth/token', grant, basic(client.id, client.secret));
    const byPost = await postForm(hub, '/oauth/token', {
      ...grant,
      client_id: client.id,
      client_secret: client.secret,
      scope: 'events:read',
    });

    expect([byBasic.status, byBasic.headers.get('cache-control'), byBasic.headers.get('pragma')]).toEqual([
      200,
      'no-store',
      'no-cache',
    ]);
    expect(byBasic.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 60,
      scope: 'events:read endpoints:read',
    });
    const token = byBasic.body.access_token;
    const jwks = await hub.rest('/.well-known/jwks.json');
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: jwks.body.keys[0].kid });
    expect(jwks.body.keys).toEqual([
      { kty: 'RSA', n: expect.any(String), e: 'AQAB', kid: expect.any(String), use: 'sig', alg: 'RS256' },
    ]);
    const { publicUrl } = hub.hub.parts;
    expect(decodeJwt(token)).toMatchObject({
      iss: publicUrl,
      aud: publicUrl,
      sub: client.id,
      client_id: client.id,
      jti: expect.stringMatching(/^tok_/),
      scope: 'events:read endpoints:read',
      consumer_id: client.consumerId,
      environment: 'live',
    });
    expect((await callWith(hub, token)).status).toBe(200);
    expect((await callWith(hub, byPost.body.access_token, '/v1/endpoints')).status).toBe(403);
    hub.advance(61_000);
    expect((await callWith(hub, token)).body.detail).toBe('The token has ended.');
  });

  test('refuses in the words of RFC 6749, each kind with its code, and never says which part was wrong', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await newClient(hub, { scopes: ['events:read'] });
    const { id, secret } = client;
    const good = basic(id, secret);
    const suspended = await newClient(hub);
    await hub.admin.consumer.update({ id: suspended.consumerId, status: 'suspended' });
    const rows: [string, () => Promise<{ status: number; body: any; headers: Headers }>, number, string][] = [
      ['no client', () => postForm(hub, '/oauth/token', grant), 401, 'invalid_client'],
      ['a wrong secret', () => postForm(hub, '/oauth/token', grant, basic(id, 'x')), 401, 'invalid_client'],
      [
        'an unknown client',
        () => postForm(hub, '/oauth/token', grant, basic('cli_x', secret)),
        401,
        'invalid_client',
      ],
      [
        'a wrong secret in the form',
        () => postForm(hub, '/oauth/token', { ...grant, client_id: id, client_secret: 'x' }),
        401,
        'invalid_client',
      ],
      [
        'another scheme',
        () => postForm(hub, '/oauth/token', grant, { authorization: `Bearer ${secret}` }),
        401,
        'invalid_client',
      ],
      [
        'a NUL in the id',
        () => postForm(hub, '/oauth/token', grant, basic('cli_\0', 'x')),
        401,
        'invalid_client',
      ],
      [
        'a NUL in the form',
        () => postForm(hub, '/oauth/token', { ...grant, client_id: '\0', client_secret: 'x' }),
        400,
        'invalid_request',
      ],
      [
        'no base64',
        () => postForm(hub, '/oauth/token', grant, { authorization: 'Basic %%%' }),
        401,
        'invalid_client',
      ],
      [
        'no form encoding',
        () =>
          postForm(hub, '/oauth/token', grant, {
            authorization: `Basic ${Buffer.from('%zz:x').toString('base64')}`,
          }),
        401,
        'invalid_client',
      ],
      [
        'two ways at once',
        () => postForm(hub, '/oauth/token', { ...grant, client_id: id, client_secret: secret }, good),
        400,
        'invalid_request',
      ],
      [
        'another client in the form',
        () => postForm(hub, '/oauth/token', { ...grant, client_id: 'cli_x' }, good),
        400,
        'invalid_request',
      ],
      ['no grant', () => postForm(hub, '/oauth/token', {}, good), 400, 'invalid_request'],
      [
        'an empty grant',
        () => postForm(hub, '/oauth/token', { grant_type: '' }, good),
        400,
        'invalid_request',
      ],
      [
        'another grant',
        () => postForm(hub, '/oauth/token', { grant_type: 'password' }, good),
        400,
        'unsupported_grant_type',
      ],
      [
        'a parameter twice',
        () =>
          postForm(
            hub,
            '/oauth/token',
            [
              ['grant_type', 'client_credentials'],
              ['grant_type', 'client_credentials'],
            ],
            good,
          ),
        400,
        'invalid_request',
      ],
      [
        'a scope that it lacks',
        () => postForm(hub, '/oauth/token', { ...grant, scope: 'events:publish' }, good),
        400,
        'invalid_scope',
      ],
      [
        'no such scope',
        () => postForm(hub, '/oauth/token', { ...grant, scope: 'root' }, good),
        400,
        'invalid_scope',
      ],
      [
        'another resource',
        () => postForm(hub, '/oauth/token', { ...grant, resource: 'https://x.example' }, good),
        400,
        'invalid_target',
      ],
      ['JSON', () => hub.rest('/oauth/token', { body: grant, headers: good }), 400, 'invalid_request'],
      [
        'a large form',
        () => postForm(hub, '/oauth/token', { ...grant, x: 'y'.repeat(20_000) }, good),
        413,
        'invalid_request',
      ],
      [
        'a large form of nobody',
        () => postForm(hub, '/oauth/token', { ...grant, x: 'y'.repeat(20_000) }),
        413,
        'invalid_request',
      ],
      [
        'a suspended consumer',
        () => postForm(hub, '/oauth/token', grant, basic(suspended.id, suspended.secret)),
        400,
        'unauthorized_client',
      ],
      ['no token to ask about', () => postForm(hub, '/oauth/introspect', {}, good), 400, 'invalid_request'],
      ['nobody who asks', () => postForm(hub, '/oauth/introspect', { token: 'x' }), 401, 'invalid_client'],
      ['nobody who revokes', () => postForm(hub, '/oauth/revoke', { token: 'x' }), 401, 'invalid_client'],
    ];

    const descriptions = new Set<string>();
    for (const [kind, ask, status, error] of rows) {
      const answer = await ask();
      expect([kind, answer.status, answer.body.error]).toEqual([kind, status, error]);
      expect([kind, answer.headers.get('cache-control')]).toEqual([kind, 'no-store']);
      expect([kind, answer.headers.get('www-authenticate')]).toEqual([
        kind,
        status === 401 ? 'Basic realm="Parley"' : null,
      ]);
      if (/wrong secret|unknown client/.test(kind)) descriptions.add(answer.body.error_description);
    }
    expect(descriptions.size).toBe(1);
    expect((await hub.rest('/oauth/token')).status).toBe(405);
  });

  test('the header of a client that is wrong is refused before a byte of the body is read', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    // A body that begins and never ends: whoever waited for it would time out.
    const never = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('grant_type=')) });

    const answer = await fetch(`${hub.url}/oauth/token`, {
      method: 'POST',
      body: never,
      duplex: 'half',
      headers: { ...form, ...basic('cli_x', 'wrong') },
    });

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('a client that signs with its own key gets a token, and each assertion counts once', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { publicUrl } = hub.hub.parts;
    const pair = await generateKeyPair('ES256');
    const other = await generateKeyPair('ES256');
    const { id } = await hub.admin.client.create({
      name: 'signer',
      consumerId: await hub.consumer(),
      environment: 'live',
      scopes: ['events:read'],
      publicKeys: [{ ...((await exportJWK(pair.publicKey)) as { kty: 'EC' }), kid: 'one' }],
    });
    const claims = (more: object = {}) => ({
      iss: id,
      sub: id,
      aud: publicUrl,
      jti: crypto.randomUUID(),
      iat: inSeconds(0),
      exp: inSeconds(60),
      ...more,
    });
    const sign = async (payload: object, key = pair.privateKey, header: object = {}) =>
      new SignJWT(payload as Record<string, unknown>)
        .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
        .sign(key);
    const ask = async (assertion: string, more: Record<string, string> = {}) =>
      postForm(hub, '/oauth/token', {
        ...grant,
        client_assertion_type: assertionType,
        client_assertion: assertion,
        ...more,
      });

    const once = await sign(claims({ aud: `${publicUrl}/oauth/token` }));
    const answers = [await ask(once), await ask(once)];
    const rows: [string, Promise<string>, Record<string, string>?][] = [
      ['another aud', sign(claims({ aud: 'https://other.example' }))],
      ['an aud beside ours', sign(claims({ aud: [publicUrl, 'https://other.example'] }))],
      ['no aud', sign(claims({ aud: undefined }))],
      ['no jti', sign(claims({ jti: undefined }))],
      ['expired', sign(claims({ exp: inSeconds(-60) }))],
      ['without an end', sign(claims({ exp: undefined }))],
      ['lasting an hour', sign(claims({ exp: inSeconds(3600) }))],
      ['another sub', sign(claims({ sub: 'cli_other' }))],
      ['another key', sign(claims(), other.privateKey)],
      ['another kid', sign(claims(), pair.privateKey, { kid: 'two' })],
      ['an access token', sign(claims(), pair.privateKey, { typ: 'at+jwt' })],
      ['another client beside it', sign(claims()), { client_id: 'cli_other' }],
      ['another type', sign(claims()), { client_assertion_type: 'urn:ietf:params:oauth:grant-type:saml2' }],
      [
        'HS256',
        new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.alloc(32)),
      ],
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
    expect(answers[1]!.body.error_description).toContain('used before');
    expect((await callWith(hub, answers[0]!.body.access_token)).status).toBe(200);
    for (const [kind, assertion, more] of rows) {
      const { status, body } = await ask(await assertion, more);
      expect([kind, status, body.error]).toEqual([kind, 401, 'invalid_client']);
    }
    expect((await ask(await sign(claims({ aud: [publicUrl] })))).status).toBe(200);
    const both = await ask(await sign(claims()), { client_id: id, client_secret: 'x' });
    expect([both.status, both.body.error]).toEqual([400, 'invalid_request']);
  });
});
