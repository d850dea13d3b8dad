import { dayMs, minuteMs } from '@parley/shared/words/time';
import { describe, expect, inject, test, vi } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { countFailures, failure, markFailing } from '../../testing/issues.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { FailureTally } from './failure-tally.ts';
import { keepFailures } from './issue-life.service.ts';

const once = { variables: { PARLEY_RETRY_SCHEDULE: '0' } };

const endpointAt = async (client: Client, url: string, eventTypes = ['*']): Promise<string> => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  return (await client.rest('/v1/endpoints', { body: { url, eventTypes } })).body.id;
};

const publish = async (client: Client, times = 1): Promise<void> => {
  for (let amount = 0; amount < times; amount += 1)
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });
};

const issues = async (client: Client, query = '') => (await client.rest(`/v1/issues${query}`)).body.items;

const patience = { timeout: 60_000 };

/** An endpoint that failed so often in a row, by the word of its row alone. */
const failingEndpoint = async (hub: TestHub, client: Client, streak = 10): Promise<string> => {
  const id = await endpointAt(client, 'http://127.0.0.1:49999/failing');
  await markFailing(hub, id, streak);
  return id;
};

describe.each(dialects)('failures on %s', (dialect) => {
  test('three failures in a row by one cause are one issue, which counts on and shows what happened', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(500, {}, 'no'));
    await using hub = await TestHub.start(dialect, once);
    const client = await hub.client();
    const endpointId = await endpointAt(client, receiver.url);

    await publish(client, 5);
    await expect.poll(async () => issues(client), patience).toMatchObject([{ countSince: 5 }]);

    const [issue] = await issues(client);
    const { body, headers } = await client.rest(`/v1/issues/${issue.id}`);
    expect(body).toMatchObject({
      kind: 'delivery',
      status: 'open',
      cause: 'http',
      httpStatus: 500,
      count: 5,
      subject: { kind: 'endpoint', id: endpointId, name: receiver.url },
      consumerId: client.consumerId,
      lastError: 'Answered 500.',
      history: [{ what: 'opened', by: null }],
    });
    expect(body.hours).toHaveLength(48);
    expect(body.hours.reduce((sum: number, hour: { count: number }) => sum + hour.count, 0)).toBe(5);
    expect(body.sample).toHaveLength(5);
    expect((await client.rest(`/v1/deliveries/${body.sample[0].deliveryId}`)).status).toBe(200);
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
  });

  test('it is over by itself when deliveries arrive again, and the same one comes back', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(503));
    await using hub = await TestHub.start(dialect, once);
    const client = await hub.client();
    const endpointId = await endpointAt(client, receiver.url);
    await publish(client, 4);
    await expect.poll(async () => issues(client), patience).toMatchObject([{ countSince: 4 }]);
    const [{ id }] = await issues(client);
    const status = async () => (await client.rest(`/v1/issues/${id}`)).body.status;

    receiver.otherwise(answering(200));
    hub.advance(minuteMs);
    await publish(client);
    await expect
      .poll(async () => (await client.rest(`/v1/endpoints/${endpointId}`)).body.lastSuccessAt)
      .not.toBeNull();
    await hub.hub.tidy();
    expect(await status()).toBe('open');

    hub.advance(10 * minuteMs);
    await hub.hub.tidy();
    expect(await status()).toBe('resolved');

    receiver.otherwise(answering(503));
    await publish(client, 3);
    await expect.poll(status, patience).toBe('open');
    const { body } = await client.rest(`/v1/issues/${id}`);
    expect(body).toMatchObject({ count: 7, countSince: 3 });
    expect(body.history.map(({ what }: { what: string }) => what)).toEqual([
      'opened',
      'resolved',
      'reopened',
    ]);
  });

  test('an endpoint that Parley disabled is an issue, until somebody enables it', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(410));
    await using hub = await TestHub.start(dialect, once);
    const client = await hub.client();
    const endpointId = await endpointAt(client, receiver.url);
    await publish(client);

    const disabled = { cause: 'disabled', status: 'open', lastError: 'It answered 410 Gone.' };
    await expect.poll(async () => issues(client), patience).toMatchObject([disabled]);
    const [{ id }] = await issues(client);
    await hub.hub.tidy();
    expect(await issues(client)).toHaveLength(1);

    await client.rest(`/v1/endpoints/${endpointId}/enable`, { method: 'POST' });
    await hub.hub.tidy();
    expect((await client.rest(`/v1/issues/${id}`)).body).toMatchObject({
      status: 'resolved',
      latest: { note: 'The endpoint was enabled.' },
    });

    // What somebody resolves by hand while it is disabled stays resolved.
    await publish(client);
    await expect.poll(async () => issues(client, '?status=open'), patience).toMatchObject([{ id }]);
    await client.rest(`/v1/issues/${id}/resolve`, { body: {} });
    await hub.hub.tidy();
    expect(await issues(client, '?status=open')).toEqual([]);
  });

  test('a hundred thousand failures cost a row, and not one write each', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = hub.hub.parts.now().getTime();
    const written = vi.spyOn(hub.hub.parts.store, 'transaction');
    const tally = new FailureTally();
    const burst = Array.from({ length: 1000 }, (_, index) =>
      failure(endpointId, now + index, { deliveryId: `dlv_${index}` }),
    );

    const began = process.cpuUsage();
    for (let batch = 0; batch < 100; batch += 1) tally.add(burst);
    const { user, system } = process.cpuUsage(began);
    await keepFailures({ parts: hub.hub.parts, publisher: hub.hub.services.publisher }, tally);

    // Microseconds of the processor for each failure, counted.
    expect((user + system) / 100_000).toBeLessThan(20);
    expect(written.mock.calls.length).toBeLessThan(5);
    expect(await issues(client)).toMatchObject([{ count: 100_000, countSince: 100_000, status: 'open' }]);
  });

  test('a receiver that makes up statuses and texts opens a bounded number of issues', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = hub.hub.parts.now().getTime();
    const texts = Array.from({ length: 3000 }, (_, index) =>
      failure(endpointId, now, {
        outcome: 'unreachable',
        status: null,
        error: `The answer is not HTTP: it began with “${index} <b>TLS</b>”.`,
      }),
    );
    const statuses = Array.from({ length: 1000 }, (_, index) =>
      failure(endpointId, now, { status: 300 + (index % 300) }),
    );

    await countFailures(hub, [...texts, ...statuses]);
    await countFailures(hub, [...texts, ...statuses]);

    const kept = await hub.hub.parts.store.all<{ cause: string; count: number | string }>(
      'select cause, count from issue',
    );
    expect(kept.length).toBeLessThan(70);
    expect(kept.reduce((sum, one) => sum + Number(one.count), 0)).toBe(8000);
    expect(kept.find(({ cause }) => cause === 'bad_answer')).toMatchObject({ cause: 'bad_answer' });
  });

  test('an endpoint that fails each time for another reason has one issue and not none', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = hub.hub.parts.now().getTime();

    for (const status of [500, 502, 503, 504, 400, 404])
      await countFailures(hub, [failure(endpointId, now, { status })]);

    expect(await issues(client)).toHaveLength(1);
  });

  test('a few failures among many successes are none', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client, 0);
    const now = hub.hub.parts.now().getTime();
    await hub.hub.parts.store.all('update endpoint set last_success_at = ?, failure_streak = 0', now);

    await countFailures(
      hub,
      Array.from({ length: 30 }, () => failure(endpointId, now)),
    );

    expect(await issues(client)).toEqual([]);
    expect((await hub.admin.issue.list({})).items).toEqual([]);
  });

  test('what a process had counted that was killed is found by the next round of the chore', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(418));
    await using hub = await TestHub.start(dialect, once);
    const client = await hub.client();
    const endpointId = await endpointAt(client, receiver.url);
    await publish(client, 4);
    await expect.poll(async () => issues(client), patience).toMatchObject([{ countSince: 4 }]);
    // As if nothing of it had been written.
    await hub.hub.parts.store.all('delete from issue_hour');
    await hub.hub.parts.store.all('delete from issue');

    hub.advance(minuteMs);
    await hub.hub.tidy();

    const found = await issues(client);
    expect(found).toMatchObject([{ cause: 'http', httpStatus: 418, status: 'open', count: 4 }]);
    expect(found[0].subject.id).toBe(endpointId);
  });

  test('what is over goes after ninety days, its hours after seven, and a history stays bounded', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api,worker' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = () => hub.hub.parts.now().getTime();
    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now())),
    );
    const [{ id }] = await issues(client);
    for (let round = 0; round < 40; round += 1) {
      await client.rest(`/v1/issues/${id}/acknowledge`, { body: {} });
      await client.rest(`/v1/issues/${id}/reopen`, { body: {} });
    }
    const { history } = (await client.rest(`/v1/issues/${id}`)).body;
    expect(history).toHaveLength(50);
    expect(history[0].what).toBe('opened');

    await client.rest(`/v1/issues/${id}/resolve`, { body: {} });
    const rows = async (table: string) => (await hub.hub.parts.store.all(`select * from ${table}`)).length;
    hub.advance(8 * dayMs);
    await hub.hub.tidy();
    expect([await rows('issue'), await rows('issue_hour')]).toEqual([1, 0]);
    hub.advance(90 * dayMs);
    await hub.hub.tidy();
    expect(await rows('issue')).toBe(0);
  });

  test('its consumer is told, when it asks for that by name', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    await endpointAt(client, receiver.url, ['parley.*']);
    const now = hub.hub.parts.now().getTime();

    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now)),
    );

    const [told] = await receiver.count(1);
    const [{ id }] = await issues(client);
    expect(JSON.parse(told!.body)).toMatchObject({
      type: 'parley.issue.opened',
      data: { issueId: id, endpointId, cause: 'http', httpStatus: 500, summary: 'HTTP 500' },
    });
  });
});

test('two processes that count at once make one issue, which opens once and lacks no failure', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  await using one = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using two = await TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  const client = await one.client();
  const endpointId = await failingEndpoint(one, client);
  const now = one.hub.parts.now().getTime();

  for (let round = 0; round < 5; round += 1)
    await Promise.all(
      [one, two, one, two].map(async (hub) =>
        countFailures(hub, [failure(endpointId, now), failure(endpointId, now, { status: 502 })]),
      ),
    );

  const found = await issues(client);
  expect(
    found.map((issue: { httpStatus: number; count: number }) => [issue.httpStatus, issue.count]).toSorted(),
  ).toEqual([
    [500, 20],
    [502, 20],
  ]);
  for (const { id } of found) {
    const { history } = (await client.rest(`/v1/issues/${id}`)).body;
    expect(history.map(({ what }: { what: string }) => what)).toEqual(['opened']);
  }
});

test('failures that could not be written are counted on, and those that were are not counted twice', async () => {
  await using hub = await TestHub.start('sqlite', { roles: 'api' });
  const client = await hub.client();
  const endpointId = await failingEndpoint(hub, client);
  const { parts, services } = hub.hub;
  const keeper = { parts, publisher: services.publisher };
  const tally = new FailureTally();
  tally.add(Array.from({ length: 3 }, () => failure(endpointId, parts.now().getTime())));

  const away = vi.spyOn(parts.store, 'transaction').mockRejectedValueOnce(new Error('away'));
  await expect(keepFailures(keeper, tally)).rejects.toThrow('away');
  tally.add([failure(endpointId, parts.now().getTime())]);
  const mute = vi.spyOn(services.publisher, 'publish').mockRejectedValueOnce(new Error('full'));
  await expect(keepFailures(keeper, tally)).rejects.toThrow('full');
  await keepFailures(keeper, tally);

  expect(await issues(client)).toMatchObject([{ count: 4, status: 'open' }]);
  expect(tally.isEmpty).toBe(true);
  away.mockRestore();
  mute.mockRestore();
});
