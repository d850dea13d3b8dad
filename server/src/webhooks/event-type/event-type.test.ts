import { describe, expect, test } from 'vitest';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { compileSchema } from '../../openapi/json-schema/json-schema.ts';

describe.each(dialects)('event types on %s', (dialect) => {
  test('declaring the same again changes nothing; a new schema is a new version', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const first = await client.rest('/v1/event-types', { body: invoiceGenerated });
    const again = await client.rest('/v1/event-types', { body: invoiceGenerated });

    const changed = await client.rest('/v1/event-types', {
      body: { ...invoiceGenerated, schema: { ...invoiceGenerated.schema, required: [] } },
    });

    expect([first.status, first.body.version]).toEqual([201, 1]);
    expect(again.body).toEqual(first.body);
    expect(changed.body.version).toBe(2);
    const { body } = await client.rest('/v1/event-types/invoice.generated');
    expect(body.versions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(body.versions[1].schema).toEqual(invoiceGenerated.schema);
  });

  test('events are checked against the newest version from then on', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });
    await client.rest('/v1/event-types/invoice.generated', {
      method: 'PATCH',
      body: { schema: { type: 'object', required: ['total'] } },
    });

    const old = await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });
    const fresh = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { total: 1 } },
    });

    expect([old.status, old.body.code]).toEqual([422, 'event.data_invalid']);
    expect(fresh.body.schemaVersion).toBe(2);
  });

  test('what is no usable schema is refused and nothing is stored', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const declare = async (schema: unknown, more: object = {}) =>
      client.rest('/v1/event-types', { body: { ...invoiceGenerated, schema, ...more } });

    const answers = [
      await declare({ type: 'nonsense' }),
      await declare({ $ref: 'https://elsewhere.example/schema.json' }),
      await declare({ $ref: 'file:///etc/passwd' }),
      await declare({ properties: { a: { pattern: '(?=x)' } } }),
      await declare({ $async: true }),
    ];
    const example = await declare(invoiceGenerated.schema, { example: { amount: 'many' } });
    const reserved = await client.rest('/v1/event-types', {
      body: { ...invoiceGenerated, name: 'parley.test' },
    });

    for (const answer of answers)
      expect([answer.status, answer.body.code]).toEqual([422, 'event_type.schema_invalid']);
    expect([example.status, example.body.errors[0].path]).toEqual([422, '/example/amount']);
    expect(reserved.body.code).toBe('event_type.name_reserved');
    expect((await client.rest('/v1/event-types')).body.items).toEqual([]);
  });

  test('a schema may be true, which takes every payload', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    const declared = await client.rest('/v1/event-types', { body: { ...invoiceGenerated, schema: true } });
    const published = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { any: 1 } },
    });

    expect([declared.status, published.status]).toEqual([201, 201]);
  });

  test('the catalogue is paged and searched', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    for (const name of ['a.one', 'a.two', 'b.one'])
      await client.rest('/v1/event-types', { body: { ...invoiceGenerated, name } });

    const first = await client.rest('/v1/event-types?limit=2');
    const second = await client.rest(`/v1/event-types?limit=2&cursor=${first.body.nextCursor}`);
    const found = await client.rest('/v1/event-types?search=one');

    const names = (answer: { body: { items: { name: string }[] } }) =>
      answer.body.items.map(({ name }) => name);
    expect([names(first), names(second), second.body.nextCursor]).toEqual([
      ['b.one', 'a.two'],
      ['a.one'],
      null,
    ]);
    expect(names(found)).toEqual(['b.one', 'a.one']);
  });
});

test('each pattern is checked by itself', () => {
  const check = compileSchema({
    properties: { a: { pattern: '^a+$' }, b: { pattern: '^b+$' }, c: { pattern: '^\\p{L}{2}$' } },
  });

  expect(check({ a: 'aa', b: 'bb', c: 'éß' })).toEqual([]);
  expect(check({ a: 'bb', b: 'aa', c: '12' }).map(({ path }) => path)).toEqual([
    '/data/a',
    '/data/b',
    '/data/c',
  ]);
});

test('a pattern that would stop a backtracking engine for seconds is answered at once', () => {
  const check = compileSchema({ properties: { text: { type: 'string', pattern: '^(a+)+$' } } });
  const before = process.threadCpuUsage();

  const errors = check({ text: `${'a'.repeat(5000)}!` });

  expect(errors).toHaveLength(1);
  expect(process.threadCpuUsage(before).user).toBeLessThan(2_000_000);
});
