import { SearchKind } from '@parley/shared/overview/search';
import { describe, expect, test } from 'vitest';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const spec = {
  openapi: '3.1.0',
  info: { title: 'Pet shop', version: '2.4.0' },
  paths: {
    '/pets/{petId}/groom': {
      post: {
        operationId: 'groomPet',
        parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'Done.' } },
      },
    },
  },
};

/** A company with one of everything that can be found. */
const companyOf = async (hub: TestHub) => {
  const client = await hub.client();
  await hub.admin.consumer.update({
    id: client.consumerId,
    name: 'Northwind',
    contactEmail: 'ada@north.example',
  });
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await client.rest('/v1/endpoints', {
    body: { url: 'http://127.0.0.1:8099/northern-hook', eventTypes: ['*'], description: 'Ledger' },
  });
  const event = await client.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 1 }, id: 'order-77', subject: 'Kunde 4711' },
  });
  expect([endpoint.status, event.status, event.body.deliveryCount]).toEqual([201, 201, 1]);
  const { items } = (await client.rest('/v1/deliveries')).body;
  const recovery = await client.rest('/v1/recoveries', { body: { scope: 'everything' } });
  await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
  const version = (await client.rest('/v1/apis/pets/versions', { body: { document: spec } })).body;
  const published = await client.rest(`/v1/apis/pets/versions/${version.id}/publish`, { method: 'POST' });
  expect(published.body).toMatchObject({ status: 'published' });
  return {
    client,
    endpoint: endpoint.body.id,
    event: event.body.uniqueId,
    delivery: items[0].id,
    recovery: recovery.body.id,
    version: version.id,
  };
};

const found = async (client: Client, query: string): Promise<[string, string][]> => {
  const { status, body } = await client.rest(`/v1/search?${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body.groups.flatMap(({ kind, hits }: { kind: string; hits: { id: string }[] }) =>
    hits.map(({ id }): [string, string] => [kind, id]),
  );
};

const q = (text: string): string => `q=${encodeURIComponent(text)}`;

// Beside other tests two dozen searches after a whole company take their time.
describe.each(dialects)('on %s', (dialect) => {
  test('everything is found by what people know of it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, endpoint, event, delivery, recovery, version } = await companyOf(hub);
    const wanted: [string, [string, string]][] = [
      ['northw', ['consumer', client.consumerId]],
      ['ada@north', ['consumer', client.consumerId]],
      [client.secret.slice(-4), ['api_key', client.keyId]],
      ['northern-hook', ['endpoint', endpoint]],
      ['ledger', ['endpoint', endpoint]],
      ['invoice.ge', ['event_type', 'invoice.generated']],
      ['order-77', ['event', event]],
      ['order-7', ['event', event]],
      ['kunde 47', ['event', event]],
      ['4711', ['event', event]],
      [event, ['event', event]],
      [event.slice(0, 16), ['event', event]],
      ['order-77', ['delivery', delivery]],
      [event, ['delivery', delivery]],
      [delivery, ['delivery', delivery]],
      [delivery.slice(0, 16), ['delivery', delivery]],
      [recovery.slice(0, 16), ['recovery', recovery]],
      ['pets', ['api', expect.any(String)]],
      ['pet shop 2.4', ['contract_version', version]],
      ['groompet', ['operation', 'groomPet']],
      ['post /pets', ['operation', 'groomPet']],
    ];

    for (const [text, expected] of wanted)
      expect([text, await found(client, q(text))]).toEqual([text, expect.arrayContaining([expected])]);
    const { groups } = await hub.admin.search.find({ q: 'order-77' });
    expect(groups[0]).toMatchObject({
      kind: 'event',
      count: 1,
      isMore: false,
      hits: [{ title: 'order-77', grade: 'exact', environment: 'live', consumerName: 'Northwind' }],
    });
  });

  test('a key finds what its scopes let it read, and says what it searched', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, endpoint } = await companyOf(hub);
    const narrow = await hub.client({ consumerId: client.consumerId, scopes: ['endpoints:read'] });
    const none = await hub.client({ consumerId: client.consumerId, scopes: ['usage:read'] });

    const answer = await narrow.rest(`/v1/search?${q('north')}`);
    expect(answer.body.searched).toEqual(['endpoint']);
    expect(answer.body.groups.map(({ kind }: { kind: string }) => kind)).toEqual(['endpoint']);
    expect(answer.body.groups[0].hits[0]).toMatchObject({ id: endpoint, consumerName: null });
    expect((await none.rest(`/v1/search?${q('north')}`)).body).toMatchObject({ groups: [], searched: [] });
    expect((await client.rest(`/v1/search?${q('@parley')}`)).body.searched).not.toContain('staff');
    const { api } = await hub.browser('viewer', 'vera@parley.example');
    expect((await api.search.find({ q: 'vera@parley' })).groups).toEqual([]);
    expect((await hub.admin.search.find({ q: 'vera@parley' })).groups[0]).toMatchObject({
      kind: 'staff',
      count: 1,
    });
    expect((await hub.rest(`/v1/search?${q('north')}`)).status).toBe(401);
  });

  test('a key never finds what is of another consumer, or of the other environment', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owned = await companyOf(hub);
    const others = [
      await hub.client(),
      await hub.client({ consumerId: owned.client.consumerId, environment: 'test' }),
    ];
    const texts = [
      'northern-hook',
      'ledger',
      'order-77',
      'order',
      'kunde',
      'kunde 4711',
      owned.event,
      owned.delivery,
      owned.recovery,
      owned.endpoint,
      owned.client.keyId,
      owned.client.secret.slice(-4),
      'evt_',
      'dlv_0',
      'rcv_0',
      'ep_0',
    ];

    for (const [index, other] of others.entries())
      for (const text of texts) {
        const ids = (await found(other, q(text))).map(([, id]) => id);
        for (const id of [owned.event, owned.delivery, owned.recovery, owned.endpoint, owned.client.keyId])
          expect([index, text, ids.includes(id)]).toEqual([index, text, false]);
      }
    expect(await found(others[0]!, q('northwind'))).toEqual([]);
    const inTest = await hub.admin.search.find({ q: 'northern-hook', environment: 'test' });
    expect(inTest.groups).toEqual([]);
  });

  test('any text is answered, and a bad question says what is wrong with it', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client } = await companyOf(hub);
    const odd = [
      '%',
      '_',
      '"',
      '*',
      'a*',
      '-a',
      'NEAR(a b)',
      'a AND',
      '(',
      "'",
      '\\',
      '{}',
      '🎉',
      'Ж',
      '東',
      'é',
      'e\u0301',
      '\u202e',
      'evt_%',
      'dlv_',
      'rcv_z',
      'a'.repeat(200),
      '﷽'.repeat(60),
      'a b c d e f g h i j',
    ];

    for (const text of odd) {
      const answer = await client.rest(`/v1/search?${q(text)}`);
      expect([text, answer.status]).toEqual([text, 200]);
    }
    for (const text of ['\ud800', 'a\udfffb', '\ud800'.repeat(50)])
      await expect(hub.admin.search.find({ q: text })).rejects.toMatchObject({ status: 400 });
    for (const query of [
      '',
      'q=%00',
      'q=a%00b',
      'q=',
      'q=%20',
      `q=${'a'.repeat(10_000)}`,
      'q=a&kind=audit',
      'q=a&limit=21',
      'q=a&limit=0',
      'q=a&env=live',
    ])
      expect([query.slice(0, 20), (await client.rest(`/v1/search?${query}`)).status]).toEqual([
        query.slice(0, 20),
        400,
      ]);
  });

  test('counts say how many there are, and that they stopped counting', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    for (let index = 0; index < 7; index += 1) await hub.consumer(`many ${index}`);
    const { groups } = await hub.admin.search.find({ q: 'many', kind: 'consumer', limit: 3 });
    const { parts } = hub.hub;
    await parts.store.transaction('synced', (tx) =>
      tx.all(
        `insert into consumer (id, name, kind, status, created_at, updated_at)
         select 'con_more' || name, 'more ' || name, kind, status, created_at, updated_at from consumer where name like 'many%'`,
      ),
    );
    const more = await hub.admin.search.find({ q: 'many', kind: ['consumer'], limit: 20 });

    expect(groups).toMatchObject([{ kind: 'consumer', count: 7, isMore: false }]);
    expect(groups[0]?.hits).toHaveLength(3);
    expect(more.groups).toMatchObject([{ count: 14 }]);
    expect(more.isComplete).toBe(true);
  });
});

test('every kind can be asked for by itself', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  for (const kind of SearchKind.options)
    expect((await hub.admin.search.find({ q: 'a', kind })).searched).toEqual([kind]);
});
