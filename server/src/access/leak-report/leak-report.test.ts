import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newKeySecret } from '../../platform/secret/secret.ts';
import { type Dialect, dialects, TestHub } from '../../testing/test-hub.ts';

const scanner = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });

const pem = (pair: typeof scanner) => pair.publicKey.export({ type: 'spki', format: 'pem' });

/** Where the keys of the scanner are, and how often they were asked for. */
const startKeys = async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        public_keys: [
          { key_identifier: 'first', key: pem(scanner), is_current: true },
          { key_identifier: 'other curve', key: pem(otherCurve), is_current: false },
        ],
      }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/keys`, asked: () => asked };
};

const startScanned = async (dialect: Dialect, action: 'revoke' | 'flag') => {
  const keys = await startKeys();
  const hub = await TestHub.start(dialect, {
    roles: 'api',
    variables: { PARLEY_LEAK_KEYS_URL: keys.url, PARLEY_LEAKED_KEYS: action },
  });
  const report = async (body: string, pair = scanner, more: Record<string, string> = {}) =>
    hub.rest('/v1/leak-reports', {
      raw: body,
      headers: {
        'github-public-key-identifier': 'first',
        'github-public-key-signature': sign('sha256', Buffer.from(body), pair.privateKey).toString('base64'),
        ...more,
      },
    });
  return { hub, keys, report };
};

const found = (token: string) =>
  JSON.stringify([{ token, type: 'parley_key', url: 'https://code.example/a/b', source: 'commit' }], null, 1);

describe.each(dialects)('reports of leaked keys, on %s', (dialect) => {
  test('a signed one revokes the key and what it made, is answered as the format asks, and shows what the key does since', async () => {
    const { hub, report } = await startScanned(dialect, 'revoke');
    await using _hub = hub;
    const leaked = await hub.client();
    const child = await leaked.rest('/v1/api-keys', { body: { name: 'child', scopes: ['events:read'] } });
    await leaked.rest('/v1/events');

    const answer = await report(found(leaked.secret));
    const unknown = await report(found(newKeySecret('parley', 'live')));
    const again = await report(found(leaked.secret));

    expect([answer.status, answer.body]).toEqual([
      200,
      [{ token_raw: leaked.secret, token_type: 'parley_key', label: 'true_positive' }],
    ]);
    expect([unknown.body[0].label, again.body[0].label]).toEqual(['false_positive', 'true_positive']);
    expect((await leaked.rest('/v1/events')).status).toBe(401);
    expect((await hub.admin.apiKey.get({ id: child.body.id })).status).toBe('revoked');
    expect(await hub.admin.apiKey.get({ id: leaked.keyId })).toMatchObject({
      status: 'revoked',
      leakUrl: 'https://code.example/a/b',
    });
    const { items } = await hub.admin.audit.list({ action: 'api_key.leak' });
    expect(items).toHaveLength(1);
    await hub.hub.services.usage.flush();
    await hub.hub.services.keyCallers.flush();
    const { operationsSinceLeak } = await hub.admin.apiKey.callers({ id: leaked.keyId });
    expect(operationsSinceLeak.map(({ operation }) => operation)).toContain('event.list');
  });

  test('one that flags leaves the key as it is, and says who used it since', async () => {
    const { hub, report } = await startScanned(dialect, 'flag');
    await using _hub = hub;
    const leaked = await hub.client();

    await report(found(leaked.secret));
    await leaked.rest('/v1/events', { headers: { 'user-agent': 'thief/1' } });
    await hub.hub.services.keyCallers.flush();

    const key = await hub.admin.apiKey.get({ id: leaked.keyId });
    expect([key.status, key.leakedAt !== null]).toEqual(['active', true]);
    const { sinceLeak } = await hub.admin.apiKey.callers({ id: leaked.keyId });
    expect(sinceLeak).toMatchObject([{ agent: 'thief/1' }]);
  });
});

describe('reports of leaked keys that are none', () => {
  test('what is not signed over these bytes, by this key, of this curve, is refused; keys are asked for once', async () => {
    const { hub, keys, report } = await startScanned('sqlite', 'revoke');
    await using _hub = hub;
    const leaked = await hub.client();
    const body = found(leaked.secret);
    const good = sign('sha256', Buffer.from(body), scanner.privateKey).toString('base64');

    const refused = [
      await hub.rest('/v1/leak-reports', { raw: body }),
      await report(body, stranger),
      await report(body, otherCurve, { 'github-public-key-identifier': 'other curve' }),
      await report(body, scanner, { 'github-public-key-identifier': 'second' }),
      await report(`${body} `, scanner, { 'github-public-key-signature': good }),
      await report(body, scanner, { 'github-public-key-signature': 'AAAA' }),
    ];

    expect(refused.map(({ status, body: { code } }) => [status, code])).toEqual(
      refused.map(() => [401, 'leak_report.unsigned']),
    );
    expect((await report('{"token":1}')).status).toBe(400);
    expect((await leaked.rest('/v1/events')).status).toBe(200);
    expect(keys.asked()).toBe(1);
  });

  test('without an address of keys there is no such door', async () => {
    await using hub = await TestHub.start('sqlite', { roles: 'api' });

    expect((await hub.rest('/v1/leak-reports', { raw: '[]' })).status).toBe(404);
  });
});
