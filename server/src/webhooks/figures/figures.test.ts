import { hourMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { lowestIdAt } from '../../platform/secret/id.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, type Dialect, TestHub } from '../../testing/test-hub.ts';
import { countedMax } from './row-counts.service.ts';

const lastDay = () => ({
  until: new Date(Date.now() + hourMs).toISOString(),
  pieceSeconds: 3600,
  pieces: 24,
});

const queryOf = (span: ReturnType<typeof lastDay>) =>
  new URLSearchParams({
    until: span.until,
    pieceSeconds: `${span.pieceSeconds}`,
    pieces: `${span.pieces}`,
  }).toString();

/** An endpoint that refused two deliveries for good and took two. */
const startEndpoint = async (dialect: Dialect) => {
  const receiver = await Receiver.start();
  receiver.script(answering(500), answering(503));
  const hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0' } });
  const client = await hub.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const { body: endpoint } = await client.rest('/v1/endpoints', {
    body: { url: receiver.url, eventTypes: ['*'] },
  });
  for (const amount of [1, 2, 3, 4]) {
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
    await expect
      .poll(async () => (await client.rest('/v1/deliveries?status=pending')).body.items.length)
      .toBe(0);
  }
  return {
    hub,
    client,
    id: String(endpoint.id),
    [Symbol.asyncDispose]: async () => {
      await hub[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
};

describe.each(dialects)('figures on %s', (dialect) => {
  test('what a chart counts are the rows that the list has with the same filters', async () => {
    await using endpoint = await startEndpoint(dialect);
    const { client, id } = endpoint;

    const figures = (
      await client.rest(`/v1/endpoints/${id}/figures?${queryOf({ ...lastDay(), pieceSeconds: 300 })}`)
    ).body;

    expect(figures.countedSince).toBe(null);
    for (const status of ['delivered', 'exhausted', 'failed', 'pending', 'cancelled'])
      for (const piece of figures.deliveries) {
        const until = new Date(Date.parse(piece.since) + 300_000).toISOString();
        const span = `since=${piece.since}&until=${until}`;
        // Empty pieces of the others are as good as one.
        if (piece[status] === 0 && status !== 'delivered') continue;
        const list = await client.rest(`/v1/deliveries?endpointId=${id}&status=${status}&${span}`);
        expect(list.body.items).toHaveLength(piece[status]);
      }
    const sumOf = (status: string) =>
      figures.deliveries.reduce((sum: number, piece: Record<string, number>) => sum + piece[status]!, 0);
    expect([sumOf('delivered'), sumOf('exhausted')]).toEqual([2, 2]);
  });

  test('attempts are counted with what they took, and failures by why', async () => {
    await using endpoint = await startEndpoint(dialect);
    const { client, id } = endpoint;

    const { body } = await client.rest(`/v1/endpoints/${id}/figures?${queryOf(lastDay())}`);

    expect(body.attempts.total).toMatchObject({ delivered: 2, failed: 2 });
    expect(body.attempts.total.p95Ms).toBeGreaterThanOrEqual(body.attempts.total.p50Ms);
    expect(body.attempts.total.p50Ms).toBeGreaterThan(0);
    expect(body.attempts.before).toEqual({ delivered: 0, failed: 0, p50Ms: null, p95Ms: null });
    expect(body.attempts.pieces).toHaveLength(24);
    expect(body.backlog).toEqual({ count: 0, isMore: false, oldestAt: null });
    expect(
      body.causes
        .map(({ responseStatus, count }: Record<string, number>) => [responseStatus, count])
        .toSorted(),
    ).toEqual([
      [500, 1],
      [503, 1],
    ]);
  });

  test('an event type says how much was published, how attempts ended, and who wants it', async () => {
    await using endpoint = await startEndpoint(dialect);
    const { api: staff } = await endpoint.hub.browser('viewer');

    const figures = await staff.figures.ofEventType({
      name: 'invoice.generated',
      environment: 'live',
      ...lastDay(),
    });

    expect(figures.published.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(figures).toMatchObject({
      publishedBefore: 0,
      attempts: { total: { delivered: 2, failed: 2 } },
      subscribers: { active: 1, isMore: false },
    });
    await expect(
      staff.figures.ofEventType({ name: 'nothing.known', environment: 'live', ...lastDay() }),
    ).rejects.toMatchObject({ code: 'event_type.not_found' });
  });

  test('an endpoint of somebody else has no figures, and nobody has them without a credential', async () => {
    await using endpoint = await startEndpoint(dialect);
    const { hub, id } = endpoint;
    const other = await hub.client();
    const path = `/v1/endpoints/${id}/figures?until=2026-11-22T09:30:00Z&pieceSeconds=3600&pieces=24`;

    expect((await other.rest(path)).status).toBe(404);
    expect((await hub.rest(path)).status).toBe(401);
    expect((await endpoint.client.rest(path.replace('pieces=24', 'pieces=101'))).status).toBe(400);
  });

  test('of more rows than are counted, the newest are, and it says since when', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body: endpoint } = await client.rest('/v1/endpoints', {
      body: { url: 'https://example.com', eventTypes: ['nothing.*'] },
    });
    const until = Date.parse('2026-11-22T10:00:00.000Z');
    const since = until - hourMs;
    // Ten in each millisecond, in the order of their ids.
    for (let part = 0; part < 2; part += 1)
      await insertDeliveries(hub, {
        endpointId: String(endpoint.id),
        consumerId: client.consumerId,
        from: since,
        first: part * 20_000,
        count: 20_000,
      });

    const before = process.cpuUsage();
    const { body } = await client.rest(
      `/v1/endpoints/${endpoint.id}/figures?until=${new Date(until).toISOString()}&pieceSeconds=3600&pieces=24`,
    );
    const { user } = process.cpuUsage(before);

    const counted = body.deliveries.at(-1).delivered;
    expect(body.countedSince).toBe(new Date(since + 1499).toISOString());
    expect(counted).toBeGreaterThanOrEqual(countedMax);
    expect(counted).toBeLessThan(countedMax + 20);
    expect(user / 1000).toBeLessThan(400);
  });
});

const insertDeliveries = async (
  hub: TestHub,
  {
    endpointId,
    consumerId,
    from,
    first,
    count,
  }: { endpointId: string; consumerId: string; from: number; first: number; count: number },
): Promise<void> => {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const at = from + Math.floor(number / 10);
    return {
      id: `${lowestIdAt('dlv', new Date(at).toISOString())}${String(number).padStart(16, '0')}`,
      endpoint_id: endpointId,
      consumer_id: consumerId,
      created_at: at,
    };
  });
  await hub.hub.parts.store.transaction('relaxed', async (tx) =>
    tx.insertRows(
      'delivery',
      { id: 'text', endpoint_id: 'text', consumer_id: 'text', created_at: 'bigint' },
      rows,
      {
        constants: {
          event_id: `'evt_none'`,
          environment: `'live'`,
          event_type: `'invoice.generated'`,
          status: `'delivered'`,
          attempt_count: '1',
          next_trigger: `'schedule'`,
          abandoned_count: '0',
        },
      },
    ),
  );
};
