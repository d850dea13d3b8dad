import { describe, expect, test } from 'vitest';
import { type Client, dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const endpoints = async (client: Client, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const body = { url: `http://127.0.0.1:45999/${index}`, eventTypes: ['*'] };
    ids.push((await client.rest('/v1/endpoints', { body })).body.id);
  }
  return ids;
};

const ended = async (client: Client, id: string) => {
  const read = async () => (await client.rest(`/v1/bulk-changes/${id}`)).body;
  await expect.poll(read).toMatchObject({ status: 'done' });
  return read();
};

describe.each(dialects)('bulk changes on %s', (dialect) => {
  // Twenty endpoints are made one after the other, and changed in more than one step.
  test('say first what they would do, then do it once for each endpoint, and name who asked', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const ids = await endpoints(client, 22);
    await client.rest(`/v1/endpoints/${ids[0]}`, { method: 'PATCH', body: { disabled: true } });

    const plan = await client.rest('/v1/bulk-changes', {
      body: { action: 'disable', endpointIds: [...ids, 'ep_gone'] },
    });
    expect(plan).toMatchObject({
      status: 201,
      body: {
        status: 'planned',
        plannedCount: 21,
        leftOut: [
          { reason: 'They are disabled already.', count: 1 },
          { reason: 'They are not there any more.', count: 1 },
        ],
      },
    });
    expect(plan.body.sample).toHaveLength(10);
    expect((await client.rest('/v1/endpoints?status=disabled')).body.items).toHaveLength(1);
    // Of what was planned one goes, and one is changed by somebody else; what comes later is not of the plan.
    await client.rest(`/v1/endpoints/${ids[1]}`, { method: 'DELETE' });
    await client.rest(`/v1/endpoints/${ids[2]}`, { method: 'PATCH', body: { disabled: true } });
    const [later] = await endpoints(client, 1);
    await client.rest(`/v1/bulk-changes/${plan.body.id}/start`, { method: 'POST' });
    const done = await ended(client, plan.body.id);

    expect(done).toMatchObject({ doneCount: 21, changedCount: 19, failures: [{ endpointId: ids[1] }] });
    const active = (await client.rest('/v1/endpoints?status=active')).body.items;
    expect(active.map(({ id }: { id: string }) => id)).toEqual([later]);
    const entries = (await client.rest(`/v1/audit-entries?targetId=${ids[9]}&action=endpoint.update`)).body
      .items;
    expect(entries).toMatchObject([{ actor: { id: client.keyId } }]);

    const back = await client.rest('/v1/bulk-changes', { body: { action: 'enable', health: 'disabled' } });
    expect(back.body.plannedCount).toBe(21);
    await client.rest(`/v1/bulk-changes/${back.body.id}/start`, { method: 'POST' });
    expect(await ended(client, back.body.id)).toMatchObject({ changedCount: 21 });
    const again = await client.rest('/v1/bulk-changes', { body: { action: 'enable' } });
    expect(again).toMatchObject({ status: 422, body: { code: 'bulk_change.empty' } });
  });

  test('reach what their caller may change and no more', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const owner = await hub.client();
    const stranger = await hub.client();
    const reader = await hub.client({ consumerId: owner.consumerId, scopes: ['endpoints:read'] });
    await owner.rest('/v1/event-types', { body: invoiceGenerated });
    const ids = await endpoints(owner, 2);
    const body = { action: 'disable', endpointIds: ids };

    expect(await stranger.rest('/v1/bulk-changes', { body })).toMatchObject({ status: 422 });
    expect(await reader.rest('/v1/bulk-changes', { body })).toMatchObject({ status: 403 });
    expect(await hub.rest('/v1/bulk-changes', { body })).toMatchObject({ status: 401 });
    expect(await owner.rest('/v1/bulk-changes', { body: { action: 'remove' } })).toMatchObject({
      status: 400,
    });
    const { id } = (await owner.rest('/v1/bulk-changes', { body })).body;
    expect(await stranger.rest(`/v1/bulk-changes/${id}/start`, { method: 'POST' })).toMatchObject({
      status: 404,
    });
    expect((await stranger.rest('/v1/bulk-changes')).body.items).toEqual([]);
    expect(await owner.rest(`/v1/bulk-changes/${id}/cancel`, { method: 'POST' })).toMatchObject({
      status: 200,
    });
    expect(await owner.rest(`/v1/bulk-changes/${id}/start`, { method: 'POST' })).toMatchObject({
      status: 409,
      body: { code: 'bulk_change.state' },
    });
  });

  test('end when whoever planned them may not change endpoints any more, and say so', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const endpointIds = await endpoints(client, 2);
    const planner = async () => {
      const email = `${crypto.randomUUID()}@parley.example`;
      const { api } = await hub.browser('engineer', email);
      const { items } = await hub.admin.staff.list({ limit: 200 });
      const { id } = items.find((person) => person.email === email)!;
      return { id, plan: await api.bulkChange.plan({ action: 'disable', endpointIds, environment: 'live' }) };
    };
    const [disabled, demoted] = [await planner(), await planner()];
    const { body: ofKey } = await client.rest('/v1/bulk-changes', {
      body: { action: 'disable', endpointIds },
    });
    await hub.admin.staff.update({ id: disabled.id, disabled: true });
    await hub.admin.staff.update({ id: demoted.id, role: 'viewer' });
    await hub.admin.apiKey.revoke({ id: client.keyId });

    for (const [id, reason] of [
      [disabled.plan.id, /may not sign in any more/],
      [demoted.plan.id, /may not change endpoints any more/],
      [ofKey.id, /is revoked/],
    ] as const) {
      await hub.admin.bulkChange.start({ id });
      const read = async () => hub.admin.bulkChange.get({ id });
      await expect.poll(read).toMatchObject({ status: 'cancelled' });
      expect(await read()).toMatchObject({ changedCount: 0, endReason: expect.stringMatching(reason) });
      const { items } = await hub.admin.audit.list({ targetId: id, action: 'bulk_change.cancel' });
      expect(items).toMatchObject([{ actor: { kind: 'system' } }]);
    }
    const { items } = await hub.admin.endpoint.list({ environment: 'live' });
    expect(items.map(({ status }) => status)).toEqual(['active', 'active']);
  });
});
