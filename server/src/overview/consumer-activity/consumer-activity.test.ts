import { describe, expect, test } from 'vitest';
import { ContractNotice } from '../../contracts/notice/notice.entity.ts';
import { ContractVersion } from '../../contracts/version/version.entity.ts';
import { everyone } from '../../platform/database/owner.ts';
import { newId } from '../../platform/secret/id.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const tell = async (hub: TestHub, consumerId: string) => {
  const { parts } = hub.hub;
  const em = parts.openEm(everyone);
  const version = await em.findOneOrFail(ContractVersion, { number: 1 });
  em.create(ContractNotice, {
    id: newId('ntc', parts.now().getTime()),
    version,
    consumerId,
    channel: 'none',
    changeCount: 2,
    operations: ['GET /v1/endpoints'],
    toldAt: parts.now(),
  });
  await em.flush();
};

/** Two deliveries that failed, between changes of a consumer, and then a notice. */
const happen = async (hub: TestHub, receiver: Receiver, client: Client) => {
  receiver.script(
    answering(500),
    answering(500),
    answering(500),
    answering(500),
    answering(500),
    answering(500),
  );
  await hub.hub.registerContract();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const { body } = await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
  for (const amount of [1, 2])
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
  await expect
    .poll(async () => (await client.rest('/v1/deliveries?status=exhausted')).body.items)
    .toHaveLength(2);
  await client.rest(`/v1/endpoints/${body.id}`, { method: 'PATCH', body: { description: 'Ours.' } });
  await tell(hub, client.consumerId);
};

describe.each(dialects)('what happened to a consumer on %s', (dialect) => {
  test('stands in one order, page by page, in both directions', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await happen(hub, receiver, client);
    const page = (query: object) =>
      hub.admin.consumerActivity.list({ consumerId: client.consumerId, environment: 'live', ...query });

    const whole = await page({});
    const walked: string[] = [];
    const backwards: string[] = [];
    let cursor: string | null = null;
    let last = whole;
    do {
      last = await page({ limit: 2, ...(cursor && { cursor }) });
      walked.push(...last.items.map(({ id }) => id));
      cursor = last.nextCursor;
    } while (cursor);
    for (cursor = last.previousCursor; cursor;) {
      const before = await page({ limit: 2, cursor });
      backwards.unshift(...before.items.map(({ id }) => id));
      cursor = before.previousCursor;
    }
    const rising = await page({ order: 'asc' });

    const texts = whole.items.map(({ kind, text }) => `${kind} ${text}`);
    expect(texts.slice(0, 2)).toEqual([
      'notice 2 changes of parley 0.1.0 that affect it: could not be told: tell it yourself.'.replace(
        '0.1.0',
        texts[0]!.split(' ')[5]!,
      ),
      'change endpoint.update',
    ]);
    expect(texts.slice(2, 4).every((text) => text.startsWith('failed_delivery invoice.generated:'))).toBe(
      true,
    );
    expect(texts.slice(4)).toEqual(
      [
        'change endpoint.create',
        'change event_type.create',
        'change api_key.create',
        'change consumer.create',
      ].filter((text) => texts.includes(text)),
    );
    expect(walked).toEqual(whole.items.map(({ id }) => id));
    expect(backwards).toEqual(walked.slice(0, backwards.length));
    expect(backwards.length).toBeGreaterThan(walked.length - 3);
    expect(rising.items.map(({ id }) => id)).toEqual(walked.toReversed());
  });

  test('is filtered by kind and time, and by what the asker may read', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await happen(hub, receiver, client);
    const narrow = await hub.client({
      consumerId: client.consumerId,
      scopes: ['consumers:read', 'deliveries:read'],
    });
    const stranger = await hub.client();
    const path = `/v1/consumers/${client.consumerId}/activity`;
    const kindsOf = (body: { items: { kind: string }[] }) => [...new Set(body.items.map(({ kind }) => kind))];

    const changes = await client.rest(`${path}?kind=change`);
    const some = await client.rest(`${path}?kind=change,notice`);
    const mine = await narrow.rest(path);
    const future = await client.rest(`${path}?since=${new Date(Date.now() + 60_000).toISOString()}`);
    const inTest = await hub.admin.consumerActivity.list({
      consumerId: client.consumerId,
      environment: 'test',
    });

    expect(kindsOf(changes.body)).toEqual(['change']);
    expect(kindsOf(some.body).toSorted()).toEqual(['change', 'notice']);
    expect(kindsOf(mine.body)).toEqual(['failed_delivery']);
    expect(future.body.items).toEqual([]);
    expect(inTest.items.map(({ kind }) => kind)).not.toContain('failed_delivery');
    expect((await stranger.rest(path)).status).toBe(404);
  });
});
