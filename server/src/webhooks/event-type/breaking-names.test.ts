import { expect, test } from 'vitest';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

test.each(dialects)(
  'keys are told how many endpoints a version breaks, staff which, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const victim = await hub.client({ consumerId: await hub.consumer('Northwind') });
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const { body: endpoint } = await victim.rest('/v1/endpoints', {
      body: { url: 'https://8.8.8.8/hook', eventTypes: ['*'] },
    });
    const schema = { type: 'object', properties: { amount: { type: 'string' } } };

    const refused = await client.rest('/v1/event-types', {
      body: { ...invoiceGenerated, schema, example: {} },
    });
    const staff = hub.admin.eventType.update({ name: invoiceGenerated.name, schema, example: {} });

    expect([refused.status, refused.body.code]).toEqual([409, 'event_type.breaking']);
    expect(refused.body.detail).toContain('1 endpoint');
    expect(JSON.stringify(refused.body)).not.toMatch(new RegExp(`Northwind|${endpoint.id}`));
    await expect(staff).rejects.toMatchObject({
      code: 'event_type.breaking',
      detail: expect.stringContaining(`Northwind (${endpoint.id})`),
    });
  },
);
