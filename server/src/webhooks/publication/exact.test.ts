import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonObjectText } from '../../testing/json-text.ts';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

// Each run is one event through the whole process. More: PROPERTY_RUNS=2000 pnpm test webhooks/publication.
const numRuns = Number(process.env.PROPERTY_RUNS ?? 40);

const anything = { name: 'thing.happened', description: 'A thing.', schema: {} };
const dataOf = (body: string): string => body.slice(body.indexOf(',"data":') + 8, -1);

const publish = async (client: Client, data: string, more = '') =>
  client.rest('/v1/events', { raw: `{"type":"thing.happened" , "data" :${data}${more}}` });

describe.each(dialects)('on %s', (dialect) => {
  test('what is published arrives, is shown and is stored to the letter', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    const texts = fc.sample(jsonObjectText, { numRuns, seed: 20_261_127 });
    texts.push(
      '{"id":1541815603606036480,"n":9007199254740993,"z":-0,"one":1.0,"10":1,"2":2,"s":"\\u0041\\/"}',
    );

    const published = [];
    for (const text of texts) published.push(await publish(client, text));

    expect(published.map(({ status }) => status)).toEqual(texts.map(() => 201));
    await receiver.count(texts.length);
    const arrived = new Map(
      receiver.received.map(({ headers, body }) => [headers['webhook-id'], dataOf(body)] as const),
    );
    for (const [index, { body }] of published.entries()) {
      const sent = texts[index]!.trim();
      expect(arrived.get(body.id)).toBe(sent);
      const shown = await client.rest(`/v1/events/${body.id}`);
      expect(shown.text).toContain(`"data":${sent}`);
      expect(shown.body.dataText).toBe(sent);
    }
  });

  test('keys that stand twice and numbers that nobody can hold are refused with their place', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    const refused = [
      [await publish(client, '{"a":{"b":1,"b":2}}'), '/data/a/b'],
      [await publish(client, '{"a":[{"b":1,"\\u0062":1}]}'), '/data/a/0/b'],
      [await publish(client, '{"a":1e400}'), '/data/a'],
      [await publish(client, '{"a":[0,-1e-400]}'), '/data/a/1'],
      [await publish(client, '{}', ',"data":{}'), '/data'],
      [await publish(client, '{}', ',"subject":9007199254740993'), '/subject'],
    ] as const;

    for (const [{ status, body }, path] of refused) {
      expect([status, body.code, body.errors[0].path]).toEqual([400, 'request.invalid', path]);
    }
    expect((await client.rest('/v1/events')).body.items).toEqual([]);
  });

  test('tRPC keeps the text of one call, and refuses what it would change in a batch', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    const call = '{"type":"thing.happened","data":{"id":9007199254740993, "x":1.0}}';

    const alone = await client.rest('/trpc/event.publish', { raw: call });
    const batch = await client.rest('/trpc/event.publish?batch=1', { raw: `{"0":${call}}` });
    const twice = await client.rest('/trpc/event.publish', { raw: '{"type":"a","type":"b"}' });

    expect(alone.status).toBe(200);
    const { id } = alone.body.result.data;
    expect((await client.rest(`/v1/events/${id}`)).body.dataText).toBe('{"id":9007199254740993, "x":1.0}');
    expect([batch.status, batch.text]).toEqual([400, expect.stringContaining('/0/data/id')]);
    expect([twice.status, twice.text]).toEqual([400, expect.stringContaining('/type')]);
  });

  test('schema and example of an event type keep every digit; a filter does not take what would match wrongly', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const schema = '{"properties":{"id":{"type":"integer","maximum":9223372036854775807}}}';
    const example = '{"id":1541815603606036480}';
    const declared = `{"name":"thing.happened","description":"A thing.","schema":${schema},"example":${example}}`;

    const first = await client.rest('/v1/event-types', {
      raw: declared,
      headers: { 'idempotency-key': 'x' },
    });
    const again = await client.rest('/v1/event-types', {
      raw: declared,
      headers: { 'idempotency-key': 'x' },
    });
    const reordered = await client.rest('/v1/event-types', {
      raw: `{"example":${example},"schema":${schema.replace('"type":"integer","maximum":9223372036854775807', '"maximum":9223372036854775807.0,"type":"integer"')},"name":"thing.happened","description":"A thing."}`,
    });
    const other = await client.rest('/trpc/eventType.update', {
      raw: `{"name":"thing.happened","schema":${schema.replace('807', '806')}}`,
    });
    const shown = await client.rest('/v1/event-types/thing.happened');
    for (const answer of [first, again]) {
      expect(answer.text).toContain(`"schema":${schema}`);
      expect(answer.text).toContain(`"example":${example}`);
    }
    expect([again.headers.get('idempotent-replayed'), reordered.body.version]).toEqual(['true', 1]);
    expect(other.body.result.data.version).toBe(2);
    expect(shown.text).toContain('"maximum":9223372036854775806');

    const filter = '{"properties":{"id":{"const":1541815603606036480}}}';
    const endpoint = (more: string) => `{"url":"${receiver.url}","eventTypes":["*"]${more}}`;
    const refused = await client.rest('/v1/endpoints', { raw: endpoint(`,"filter":${filter}`) });
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, '/filter/properties/id/const']);

    await client.rest('/v1/event-types', { raw: declared });
    const { body } = await client.rest('/v1/endpoints', { raw: endpoint('') });
    await client.rest(`/v1/endpoints/${body.id}/test`, { body: { eventType: 'thing.happened' } });
    await receiver.count(1);
    expect(dataOf(receiver.received[0]?.body ?? '')).toBe(example);
  });

  test('a body that is mapped to an older version keeps the text of what the mapping leaves alone', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    await client.rest('/v1/endpoints', {
      body: { url: receiver.url, eventTypes: ['*'], schemaVersions: { 'thing.happened': 1 } },
    });
    await client.rest('/v1/event-types', {
      body: {
        ...anything,
        schema: { type: 'object' },
        example: { total: 1 },
        downcast: [
          { op: 'move', from: '/total', path: '/amount' },
          { op: 'copy', from: '/list', path: '/again' },
          { op: 'remove', path: '/list/*/gone' },
          { op: 'map', path: '/code', values: { '9007199254740993': 'big', '1': 'one' } },
          { op: 'add', path: '/new', value: { a: 1 } },
        ],
      },
    });

    const list = '[ {"gone":1,"10":1.0,"2":-0}, {"id": 9007199254740993} ]';
    await publish(
      client,
      `{"total":1541815603606036480, "code":9007199254740993,"x":{"b" :1E+2,"a":"\\u0041"},"list":${list}}`,
    );

    await receiver.count(1);
    expect(dataOf(receiver.received[0]?.body ?? '')).toBe(
      `{"code":"big","x":{"b" :1E+2,"a":"\\u0041"},"list":[{"10":1.0,"2":-0},{"id": 9007199254740993}],"amount":1541815603606036480,"again":${list},"new":{"a":1}}`,
    );
    const { items } = (await client.rest('/v1/deliveries')).body;
    expect((await client.rest(`/v1/deliveries/${items[0].id}`)).body.requestBody).toBe(
      receiver.received[0]?.body,
    );
  });

  test('lists take times with any offset, also with a plus that was not escaped', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    await publish(client, '{}');
    const countOf = async (query: string) => (await client.rest(`/v1/events?${query}`)).body.items.length;
    const at = (minutes: number) =>
      new Date(Date.now() + (60 + minutes) * 60_000).toISOString().replace('Z', '+01:00');

    expect(await countOf(`since=${at(-1)}`)).toBe(1);
    expect(await countOf(`since=${encodeURIComponent(at(1))}`)).toBe(0);
    expect(await countOf(`until=${encodeURIComponent(at(1))}&since=0000-01-01T00:00:00Z`)).toBe(1);
    const refused = await client.rest('/v1/events?since=2026-11-27');
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, '/since']);
  });

  test('the same event is one, however it is written, and its answer says that it is repeated', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: anything });
    const send = async (data: string, at: string, headers: Record<string, string> = {}) =>
      client.rest('/v1/events', {
        raw: `{"occurredAt":"${at}","data":${data},"type":"thing.happened"${headers['idempotency-key'] ? '' : ',"id":"one"'}}`,
        headers,
      });
    for (const headers of [{}, { 'idempotency-key': 'one' }]) {
      const first = await send(
        '{"a":1,"b":[100,{"c":9007199254740993,"d":0}]}',
        '2026-11-27T05:00:00Z',
        headers,
      );
      const same = [
        await send(
          '{"b":[1e2,{"d":-0,"c":9007199254740993.0}],"a":1.0}',
          '2026-11-27T05:00:00.000Z',
          headers,
        ),
        await send(
          ' { "a" : 1 , "b":[100,{"c":9007199254740993,"d":0}]} ',
          '2026-11-27T10:00:00+05:00',
          headers,
        ),
        await send('{"a":1,"b":[100,{"c":9007199254740993,"d":0.0}]}', '2026-11-27t05:00:00.0009z', headers),
      ];
      const others = [
        await send('{"a":1,"b":[100,{"c":9007199254740992,"d":0}]}', '2026-11-27T05:00:00Z', headers),
        await send('{"a":1,"b":[100,{"c":9007199254740993,"d":0}]}', '2026-11-27T05:00:00.001Z', headers),
        await send('{"a":1,"b":[{"c":9007199254740993,"d":0},100]}', '2026-11-27T05:00:00Z', headers),
      ];

      expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
      expect(first.body.occurredAt).toBe('2026-11-27T05:00:00.000Z');
      for (const one of same) {
        expect([one.status, one.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
        expect(one.body).toEqual(first.body);
      }
      const code = 'idempotency-key' in headers ? 'idempotency.mismatch' : 'event.id_taken';
      expect(others.map(({ body }) => body.code)).toEqual([code, code, code]);
    }
  });
});
