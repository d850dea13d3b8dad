import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import type { Changes } from '@parley/shared/webhooks/watch';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppRouter } from '../../doors/router.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { Novelty, Pending } from './topic-watch.ts';

type Topic = 'event' | 'delivery' | 'recovery';

/** A stream by tRPC's own client, and what came over it. */
interface Stream extends Disposable {
  ids: string[];
  messages: { id: string; data: Changes }[];
  failure: () => string | null;
  /** How often the client had a stream. */
  starts: () => number;
}

const open = async (
  url: string,
  topic: Topic,
  headers: Record<string, string>,
  lastEventId?: string,
): Promise<Stream> => {
  const client = createTRPCClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url: `${url}/trpc`,
        EventSource,
        eventSourceOptions: {
          fetch: async (input: string | URL, init: RequestInit) =>
            fetch(input, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } }),
        },
      }),
    ],
  });
  const stream = {
    ids: [] as string[],
    messages: [] as Stream['messages'],
    failure: null as string | null,
    starts: 0,
  };
  const opened = Promise.withResolvers<void>();
  const subscription = client[topic].watch.subscribe(lastEventId ? { lastEventId } : {}, {
    onStarted: () => {
      stream.starts += 1;
      opened.resolve();
    },
    onData: (message) => {
      stream.messages.push(message);
      stream.ids.push(...message.data.ids);
    },
    onError: (error) => {
      stream.failure = error.data?.problem.code ?? error.message;
      opened.resolve();
    },
  });
  await opened.promise;
  return {
    ids: stream.ids,
    messages: stream.messages,
    failure: () => stream.failure,
    starts: () => stream.starts,
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
};

const bearer = ({ secret }: Client) => ({ authorization: `Bearer ${secret}` });

describe.each(dialects)('on %s', (dialect) => {
  let hub: TestHub;
  let client: Client;

  beforeAll(async () => {
    hub = await TestHub.start(dialect);
    client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
  });

  afterAll(async () => {
    await hub[Symbol.asyncDispose]();
  });

  const publish = async (by = client): Promise<string> =>
    (await by.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } })).body.id;

  test('whoever publishes hears of it, and of each event once', async () => {
    using stream = await open(hub.url, 'event', bearer(client));

    const ids = [await publish(), await publish()];
    await expect.poll(() => stream.ids.toSorted()).toEqual(ids.toSorted());
    const later = await publish();

    await expect.poll(() => stream.ids).toContain(later);
    expect(stream.ids).toHaveLength(3);
    for (const { id, data } of stream.messages) {
      expect(Object.keys(data).toSorted()).toEqual(['ids', 'isMore']);
      expect(id).toMatch(/^\d+$/);
    }
  });

  test('a key hears nothing of other consumers and of the other environment; staff hear of all', async () => {
    const stranger = await hub.client();
    const testing = await hub.client({ consumerId: client.consumerId, environment: 'test' });
    const { cookie } = await hub.browser('viewer');
    using foreign = await open(hub.url, 'event', bearer(stranger));
    using other = await open(hub.url, 'event', bearer(testing));
    using staff = await open(hub.url, 'event', { cookie });

    const id = await publish();
    const own = await publish(stranger);

    await expect.poll(() => staff.ids).toEqual(expect.arrayContaining([id, own]));
    await expect.poll(() => foreign.ids).toEqual([own]);
    expect([other.ids, other.messages]).toEqual([[], []]);
  });

  test('a delivery is told when it is queued and at each attempt', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(500));
    const owner = await hub.client();
    using stream = await open(hub.url, 'delivery', bearer(owner));
    await owner.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });

    await publish(owner);

    const status = async () => (await owner.rest('/v1/deliveries')).body.items[0];
    await expect.poll(async () => (await status())?.status).toBe('delivered');
    const { id } = await status();
    await expect.poll(() => stream.ids).toContain(id);
    const before = stream.messages.length;
    await owner.rest(`/v1/deliveries/${id}/retry`, { method: 'POST' });
    await expect.poll(() => stream.messages.length).toBeGreaterThan(before);
    expect(new Set(stream.ids)).toEqual(new Set([id]));
  });

  test('a recovery is told from its plan to its end', async () => {
    await using receiver = await Receiver.start();
    const owner = await hub.client();
    const endpoint = await owner.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    await publish(owner);
    await expect
      .poll(async () => (await owner.rest('/v1/deliveries')).body.items[0]?.status)
      .toBe('delivered');
    using stream = await open(hub.url, 'recovery', bearer(owner));

    const { body } = await owner.rest(`/v1/endpoints/${endpoint.body.id}/recover`, {
      body: { scope: 'everything', start: true },
    });
    const status = async () => (await owner.rest(`/v1/recoveries/${body.id}`)).body.status;
    await expect.poll(status).toBe('done');

    await expect.poll(() => stream.ids).toContain(body.id);
  });

  test('what was missed is told to whoever comes back, and what nobody can know is said to be unknown', async () => {
    using watching = await open(hub.url, 'event', bearer(client));
    await publish();
    await expect.poll(() => watching.messages.length).toBe(1);
    const last = watching.messages[0]!.id;
    const missed = await publish();
    await expect.poll(() => watching.ids).toContain(missed);

    using back = await open(hub.url, 'event', bearer(client), last);
    using late = await open(hub.url, 'event', bearer(client), '1');

    await expect.poll(() => back.ids).toEqual([missed]);
    await expect.poll(() => late.messages[0]?.data).toEqual({ ids: [], isMore: true });
  });

  test('a revoked key and an ended session end their streams', async () => {
    const revoked = await hub.client();
    const signedOut = await hub.browser('viewer');
    using byKey = await open(hub.url, 'event', bearer(revoked));
    using bySession = await open(hub.url, 'event', { cookie: signedOut.cookie });

    await hub.admin.apiKey.revoke({ id: revoked.keyId });
    await signedOut.api.session.signOut();

    await expect.poll(byKey.failure).toBe('auth.invalid');
    await expect.poll(bySession.failure).toBe('auth.required');
    await publish();
    expect([byKey.ids, bySession.ids]).toEqual([[], []]);
  });

  test('who may not is refused: with an event to whoever asks for events, with a status to all others', async () => {
    const weak = await hub.client({ scopes: ['events:read'] });
    using stream = await open(hub.url, 'delivery', bearer(weak));

    await expect.poll(stream.failure).toBe('auth.scope_missing');
    expect((await hub.trpc('delivery.watch', {}, 'GET', bearer(weak))).body.code).toBe('auth.scope_missing');
    expect((await hub.trpc('delivery.watch', {}, 'GET')).status).toBe(401);
    const batch = await hub.rest('/trpc/delivery.watch,delivery.watch?batch=1', { headers: bearer(client) });
    expect(batch.body.error.data.problem.code).toBe('request.batch_refused');
  });

  test('a consumer has twenty streams, with whatever keys, and each that ends makes room', async () => {
    const greedy = await hub.client();
    const twin = await hub.client({ consumerId: greedy.consumerId });
    const streams = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        open(hub.url, 'event', bearer(index % 2 ? greedy : twin)),
      ),
    );
    using another = await open(hub.url, 'event', bearer(greedy));
    await expect.poll(another.failure).toBe('watch.too_many');

    streams[0]![Symbol.dispose]();

    await expect
      .poll(async () => {
        using again = await open(hub.url, 'event', bearer(greedy));
        await publish(greedy);
        await expect.poll(() => again.failure() ?? again.ids[0]).toBeDefined();
        return again.failure();
      })
      .toBeNull();
    for (const stream of streams) stream[Symbol.dispose]();
  });
});

test('a change by another process is told, on PostgreSQL', async () => {
  await using here = await TestHub.start('postgresql');
  const client = await here.client();
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  const { database } = here.config;
  const databaseUrl = database.dialect === 'postgresql' ? database.url : '';
  await using there = await TestHub.start('postgresql', { databaseUrl });
  using stream = await open(there.url, 'event', bearer(client));

  const { body } = await client.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 1 } },
  });

  await expect.poll(() => stream.ids).toEqual([body.id]);
});

test('streams end with the process at once, and without what would keep clients from coming back', async () => {
  const hub = await TestHub.start('sqlite');
  const client = await hub.client();
  using stream = await open(hub.url, 'event', bearer(client));
  const started = performance.now();

  await hub[Symbol.asyncDispose]();

  expect(performance.now() - started).toBeLessThan(10_000);
  expect(stream.failure()).toBeNull();
});

describe('what a listener has not taken', () => {
  const row = (index: number, consumer = 'con_1') => ({
    mark: `m${index}`,
    id: `evt_${index}`,
    consumer_id: consumer,
    environment: 'live' as const,
  });

  test('is bounded: a hundred ids, and that there is more', () => {
    const pending = new Pending(() => true, false);

    for (let index = 0; index < 10_000; index += 1) pending.add([row(index)], false);

    const { ids, isMore } = pending.take();
    expect([ids.length, isMore]).toEqual([100, true]);
    expect(pending.isEmpty).toBe(true);
  });

  test('says nothing of what others do, however much that is', () => {
    const pending = new Pending(({ consumer_id }) => consumer_id === 'con_2', false);

    pending.add(
      Array.from({ length: 2000 }, (_, index) => row(index)),
      true,
    );

    expect(pending.isEmpty).toBe(true);
  });

  test('and a look tells each change once, whatever order commits have', () => {
    const novelty = new Novelty();
    novelty.take([row(2)], 1000);

    expect(novelty.take([row(3), row(2), row(1)], 2000).rows.map(({ id }) => id)).toEqual(['evt_1', 'evt_3']);
    expect(novelty.take([row(3), row(1)], 3000).rows).toEqual([]);
  });
});
