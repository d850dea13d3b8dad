import type { Environment } from '@parley/shared/words/environment';
import { describe, expect, test } from 'vitest';
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
    expect((await home('test')).lastDay.events).toBe(0);
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
