import { dayMs, minuteMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { countFailures, failure, markFailing } from '../../testing/issues.ts';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const endpointAt = async (client: Client, url: string, eventTypes = ['*']): Promise<string> => {
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  return (await client.rest('/v1/endpoints', { body: { url, eventTypes } })).body.id;
};

const issues = async (client: Client, query = '') => (await client.rest(`/v1/issues${query}`)).body.items;

/** An endpoint that failed so often in a row, by the word of its row alone. */
const failingEndpoint = async (hub: TestHub, client: Client, streak = 10): Promise<string> => {
  const id = await endpointAt(client, 'http://127.0.0.1:49999/failing');
  await markFailing(hub, id, streak);
  return id;
};

describe.each(dialects)('an issue on %s', (dialect) => {
  test('it is acknowledged, muted, resolved and reopened, each once, with its history and an entry in the trail', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = () => hub.hub.parts.now().getTime();
    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now())),
    );
    const [{ id }] = await issues(client);
    const act = async (verb: string, body: object = {}, headers = {}) =>
      client.rest(`/v1/issues/${id}/${verb}`, { body, headers });

    const before = await client.rest(`/v1/issues/${id}`);
    const acknowledged = await act('acknowledge', { note: 'I ask them.' });
    const stale = await act('resolve', {}, { 'if-match': before.headers.get('etag') });
    const again = await act('acknowledge');
    const past = await act('mute', { until: new Date(now() - 1).toISOString() });
    const muted = await act('mute', { until: new Date(now() + dayMs).toISOString() });
    const resolved = await act('resolve', { note: 'Mended.' });
    const reopened = await act('reopen');

    expect(acknowledged.body).toMatchObject({ status: 'acknowledged', latest: { note: 'I ask them.' } });
    expect(acknowledged.body.latest.by).toMatchObject({ kind: 'api_key', id: client.keyId });
    expect(stale.body.code).toBe('request.precondition_failed');
    expect(again.body.code).toBe('issue.state');
    expect(past.body.code).toBe('issue.mute_invalid');
    expect(muted.body).toMatchObject({ status: 'muted', mutedUntil: expect.any(String) });
    expect(resolved.body).toMatchObject({ status: 'resolved', countSince: 0, count: 3 });
    expect(reopened.body.history.map(({ what }: { what: string }) => what)).toEqual([
      'opened',
      'acknowledged',
      'muted',
      'resolved',
      'reopened',
    ]);
    const trail = await client.rest(`/v1/audit-entries?targetId=${id}`);
    expect(trail.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'issue.reopen',
      'issue.resolve',
      'issue.mute',
      'issue.acknowledge',
    ]);
  });

  test('that failures go on is no change: what a person read still holds', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = hub.hub.parts.now().getTime();
    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now)),
    );
    const [{ id }] = await issues(client);
    const read = await client.rest(`/v1/issues/${id}`);

    await countFailures(hub, [failure(endpointId, now + 5)]);
    const act = await client.rest(`/v1/issues/${id}/acknowledge`, {
      body: {},
      headers: { 'if-match': read.headers.get('etag') ?? '' },
    });

    expect(act).toMatchObject({ status: 200, body: { count: 4 } });
  });

  test('a muted issue counts on and is open again when the time is over', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api,worker' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client);
    const now = () => hub.hub.parts.now().getTime();
    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now())),
    );
    const [{ id }] = await issues(client);
    const until = new Date(now() + 60 * minuteMs).toISOString();
    await client.rest(`/v1/issues/${id}/mute`, { body: { until } });

    await countFailures(
      hub,
      Array.from({ length: 20 }, () => failure(endpointId, now())),
    );
    await hub.hub.tidy();
    expect((await client.rest(`/v1/issues/${id}`)).body).toMatchObject({ status: 'muted', count: 23 });

    hub.advance(61 * minuteMs);
    await hub.hub.tidy();
    expect((await client.rest(`/v1/issues/${id}`)).body).toMatchObject({
      status: 'open',
      mutedUntil: null,
      latest: { what: 'unmuted', by: null },
    });
  });

  test('a consumer sees the issues of its own endpoints and no others, by list, id and act', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owner = await hub.client();
    const other = await hub.client();
    const inTest = await hub.client({ consumerId: owner.consumerId, environment: 'test' });
    const reader = await hub.client({ consumerId: owner.consumerId, scopes: ['issues:read'] });
    const endpointId = await failingEndpoint(hub, owner);
    const now = hub.hub.parts.now().getTime();
    await countFailures(
      hub,
      Array.from({ length: 3 }, () => failure(endpointId, now)),
    );
    const [{ id }] = await issues(owner);

    for (const stranger of [other, inTest]) {
      expect(await issues(stranger)).toEqual([]);
      expect((await stranger.rest(`/v1/issues/${id}`)).body.code).toBe('issue.not_found');
      expect((await stranger.rest(`/v1/issues/${id}/resolve`, { body: {} })).body.code).toBe(
        'issue.not_found',
      );
    }
    expect(await issues(reader)).toHaveLength(1);
    expect((await reader.rest(`/v1/issues/${id}/resolve`, { body: {} })).body.code).toBe(
      'auth.scope_missing',
    );
    expect((await hub.rest('/v1/issues')).status).toBe(401);
    expect((await owner.rest('/v1/issues?status=wrong')).status).toBe(400);
    expect(await issues(owner, '?status=resolved,muted')).toEqual([]);
    expect(await issues(owner, `?endpointId=${endpointId}&cause=http&kind=delivery`)).toHaveLength(1);
  });

  test('a row that is still counted is nobody’s to see', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpointId = await failingEndpoint(hub, client, 1);
    await countFailures(hub, [failure(endpointId, hub.hub.parts.now().getTime())]);
    const [row] = await hub.hub.parts.store.all<{ id: string }>('select id from issue');

    expect(await issues(client)).toEqual([]);
    expect((await client.rest(`/v1/issues/${row!.id}`)).body.code).toBe('issue.not_found');
    expect((await client.rest(`/v1/issues/${row!.id}/resolve`, { body: {} })).body.code).toBe(
      'issue.not_found',
    );
  });
});
