import type { Environment } from '@parley/shared/words/environment';
import { describe, expect, test } from 'vitest';
import { answering, Receiver } from '../../testing/receiver.ts';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('what waits for somebody on %s', (dialect) => {
  test('an endpoint that fails, an unpublished version and a planned recovery are counted, each once', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_RETRY_SCHEDULE: '0' } });
    const { api: viewer } = await hub.browser('viewer');
    const waiting = async (environment: Environment) => viewer.waiting.count({ environment });
    const before = await waiting('live');
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    receiver.script(answering(500));
    await client.rest('/v1/events', { body: { type: 'invoice.generated', data: { amount: 1 } } });
    await hub.admin.api.create({ slug: 'billing', name: 'Billing' });
    const document = (version: string) => ({
      openapi: '3.1.0',
      info: { title: 'Billing', version },
      paths: {},
    });
    await hub.admin.contract.upload({ slug: 'billing', document: document('1') });
    await hub.admin.contract.upload({ slug: 'billing', document: document('2') });

    await expect.poll(async () => (await waiting('live')).endpoints).toBe(1);
    await hub.admin.recovery.plan({ environment: 'live', scope: 'undelivered' });
    const after = await waiting('live');

    expect(before).toEqual({ endpoints: 0, apis: before.apis, recoveries: 0 });
    expect(after).toEqual({ endpoints: 1, apis: (before.apis ?? 0) + 1, recoveries: 1 });
    expect(await waiting('test')).toMatchObject({ endpoints: 0, recoveries: 0 });
  });

  test('an endpoint that somebody disabled by hand waits for nobody', async () => {
    await using receiver = await Receiver.start();
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body } = await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'] } });
    await client.rest(`/v1/endpoints/${body.id}`, { method: 'PATCH', body: { disabled: true } });

    expect((await hub.admin.waiting.count({ environment: 'live' })).endpoints).toBe(0);
  });
});
