import type { Environment } from '@parley/shared/words/environment';
import { describe, expect, test } from 'vitest';
import { makeIssue } from '../../testing/issues.ts';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('the start page on %s', (dialect) => {
  test('its checklist ticks itself, and its figures are what happened', async () => {
    await using receiver = await Receiver.start();
    receiver.script(answering(500));
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0,0.05' } });
    const { api: staff } = await hub.browser('viewer');
    const home = (environment: Environment) => staff.home.overview({ environment });
    const before = await home('live');
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    for (const amount of [1, 2])
      await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount } } });

    await expect.poll(async () => (await home('live')).lastDay.delivered).toBe(2);
    const after = await home('live');

    expect(new Set(Object.values(before.checklist))).toEqual(new Set([false]));
    expect(new Set(Object.values(after.checklist))).toEqual(new Set([true]));
    expect(after.lastDay).toMatchObject({
      events: 2,
      delivered: 2,
      failing: 0,
      exhausted: 0,
      pending: 0,
      attempts: 3,
    });
    expect(after.lastDay.p95Ms).toBeGreaterThan(0);
    expect(after.hours).toHaveLength(24);
    expect(after.hours.at(-1)).toMatchObject({ delivered: 2, failed: 1 });
    // The numbers and the bars are the rows of the list with the same times.
    expect(after.deliveries).toMatchObject({ countedSince: null });
    expect(after.deliveries.hours.at(-1)).toMatchObject({ delivered: 2, failed: 0, exhausted: 0 });
    const { since } = after.lastDay;
    const rows = await staff.delivery.list({ environment: 'live', status: ['delivered'], since });
    expect(rows.items).toHaveLength(after.lastDay.delivered);
    expect((await home('test')).lastDay.events).toBe(0);
  });

  test('it says what needs somebody, and to whoever may do nothing about it only what is so', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const endpoint = await client.rest('/v1/endpoints', {
      body: { url: 'http://127.0.0.1:49999/hooks', eventTypes: ['*'] },
    });
    const issue = await makeIssue(hub, endpoint.body.id);
    await hub.admin.apiKey.create({
      name: 'soon over',
      consumerId: client.consumerId,
      environment: 'live',
      scopes: ['events:read'],
      expiresAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    });
    await hub.admin.requirement.declare({ consumerId: client.consumerId, purpose: 'Billing.' });
    await hub.admin.api.create({ slug: 'shop', name: 'Shop' });
    const paths = { '/a': { get: { responses: { '200': { description: 'ok' } } } } };
    const document = { openapi: '3.1.0', info: { title: 'Shop', version: '1' }, paths };
    await hub.admin.contract.upload({ slug: 'shop', document });
    const { api: viewer } = await hub.browser('viewer');
    const { api: engineer } = await hub.browser('engineer');
    const kindsOf = ({ waiting }: { waiting: { kind: string; count: number }[] }) =>
      waiting.map(({ kind, count }) => [kind, count]);

    const open = await engineer.home.overview({ environment: 'live' });
    await hub.admin.issue.acknowledge({ id: issue, note: 'I ask them.' });
    const seen = await viewer.home.overview({ environment: 'live' });

    expect(open.issues).toMatchObject({ openCount: 1, open: [{ id: issue }], acknowledged: [] });
    expect(kindsOf(open)).toEqual([
      ['requirement', 1],
      ['contract_draft', 1],
      ['key_expiring', 1],
    ]);
    expect(open.waiting[0]?.items).toMatchObject([{ parentId: client.consumerId, name: 'Billing.' }]);
    expect(open.waiting[1]?.items).toMatchObject([{ parentId: 'shop', of: 'Shop' }]);
    expect(open.endpoints).toEqual({ active: 1, failing: 1 });
    expect(seen.issues).toMatchObject({ openCount: 0, acknowledgedCount: 1, acknowledged: [{ id: issue }] });
    expect(seen.issues.acknowledged[0]?.latest.note).toBe('I ask them.');
    expect(seen.waiting).toEqual([]);
    expect((await viewer.home.overview({ environment: 'test' })).issues.acknowledgedCount).toBe(0);
  });

  test('any id, or name, leads to its object', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: staff } = await hub.browser('viewer');
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const event = await client.rest('/v1/events', {
      body: { type: 'invoice.generated', data: { amount: 1 }, id: 'inv-7' },
      headers: { 'x-request-id': 'trace-7' },
    });
    const resolve = async (id: string) => {
      const found = await staff.inspect.resolve({ id });
      return `${found.kind} ${found.id}`;
    };

    expect(await resolve('inv-7')).toBe('event inv-7');
    expect(await resolve('trace-7')).toBe(`event ${event.body.uniqueId}`);
    expect(await resolve(client.keyId)).toBe(`api_key ${client.keyId}`);
    expect(await resolve(` ${client.consumerId} `)).toBe(`consumer ${client.consumerId}`);
    expect(await resolve('invoice.generated')).toBe('event_type invoice.generated');
    await expect(resolve('evt_nothing')).rejects.toMatchObject({ code: 'inspect.not_found' });
    expect(event.status).toBe(201);
  });
});
